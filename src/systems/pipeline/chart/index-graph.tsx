import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ChartCursor } from '../../../charts/chart-cursor.tsx'
import { ChartFrame, Key, Keys } from '../../../charts/chart-frame.tsx'
import { useElementSize } from '../../../charts/element-size.ts'
import {
  movesOf,
  onPlane,
  planesOf,
  unitPlaces,
  type IndexHop,
  type IndexLayers,
  type Move,
  type Plane,
} from './index-graph-shape.ts'
import { placeLabels } from '../../../charts/label-placement.ts'
import { coarsePointer, useMedia } from '../../../charts/media.ts'
import { useTextWidth } from '../../../charts/text-width.ts'
import { useTokens, type Tokens } from '../../../charts/tokens.ts'
import styles from './index-graph.module.css'

export interface IndexGraphProps {
  readonly title: string
  readonly layers: IndexLayers
  /** x, y of what is searched for */
  readonly query: Float32Array | undefined
  /** the search is for the visitor, not for a person of the data */
  readonly yours: boolean
  /** the hops made so far */
  readonly hops: readonly IndexHop[]
  /** the nodes found so far, nearest first */
  readonly found: readonly number[]
  readonly nameOf: (node: number) => string
  /** looked at or pinned elsewhere on the page */
  readonly shown: number | undefined
  readonly pinned: number | undefined
  readonly onPreview: (node: number | undefined) => void
  readonly onPin: (node: number | undefined) => void
  readonly caption: string
}

/** The layers of an index, and the way of one search through them. */
export function IndexGraph(props: IndexGraphProps) {
  const { title, hops, nameOf, caption, query, yours } = props
  const numbers = useCallback(() => numbersOf(hops, nameOf), [hops, nameOf])
  return (
    <ChartFrame
      title={title}
      beside={
        <Keys>
          <Key mark="film">film</Key>
          <Key mark="recommended">found so far</Key>
          <Key mark="solid">way of the search</Key>
          {query && <Key mark={yours ? 'you' : 'person'}>what is searched for</Key>}
        </Keys>
      }
      caption={caption}
      numbers={numbers}
    >
      <IndexPlot {...props} />
    </ChartFrame>
  )
}

function IndexPlot(props: IndexGraphProps) {
  const { title, layers, query, yours, hops, found, shown, pinned } = props
  const [plot, { width, height }] = useElementSize<HTMLDivElement>()
  const scene = useMemo(() => sceneOf(layers, width, height), [layers, width, height])
  const moves = useMemo(() => movesOf(hops), [hops])
  const canvas = useScene(scene, layers, hops, found)
  const { place, handlers } = useHops(props, scene)
  const here = hops[place ?? hops.length - 1]
  const labels = useLabels(props, scene, here?.node)
  const spot = query && scene.planes[0] && onPlane(scene.planes[0], ...scene.unit(query, 0))
  const mark = shown ?? pinned
  return (
    <div ref={plot} className={styles.plot} data-yours={yours}>
      <canvas ref={canvas} className={styles.canvas} aria-hidden="true" />
      {width > 0 && (
        <svg className={styles.svg} role="img" aria-label={summaryOf(props)}>
          {scene.planes.map((plane) => (
            <text key={plane.layer} className={styles.layer} data-chart-label x={plane.left} y={plane.top + 12}>
              {plane.layer === 0 ? 'layer 0: all' : `layer ${plane.layer}`}
            </text>
          ))}
          {moves.map((move, k) => (
            <path
              key={k}
              className={`${move.down ? styles.down : styles.way} ${ageOf(move, hops.length)}`}
              d={wayOf(move, scene)}
            />
          ))}
          {hops.map(({ node, layer }, k) => {
            const [cx, cy] = scene.at(node, layer)
            const last = k === (place ?? hops.length - 1)
            return <circle key={k} className={last ? styles.here : styles.hop} cx={cx} cy={cy} r={last ? 5 : 3} />
          })}
          {mark !== undefined && <Ring at={scene.at(mark, 0)} />}
          {labels.map(({ key, x, y, text, number }) => (
            <text key={key} className={`${styles.name} ${number ? styles.number : ''}`} data-chart-label x={x} y={y}>
              {text}
            </text>
          ))}
          {spot && <Query at={spot} yours={yours} />}
        </svg>
      )}
      <ChartCursor
        summary={`${title}, hop by hop`}
        orientation="horizontal"
        at={
          place === undefined
            ? undefined
            : {
                words: hopWords(hops, place, props.nameOf),
                pinned: here?.node === pinned,
                place: place + 1,
                of: hops.length,
              }
        }
        {...handlers}
      />
    </div>
  )
}

/** A person of the data is round, you are not. */
function Query({ at: [x, y], yours }: { readonly at: readonly [number, number]; readonly yours: boolean }) {
  return yours ? (
    <path className={styles.query} d="M0-7 7 0 0 7-7 0z" transform={`translate(${x} ${y})`} />
  ) : (
    <circle className={styles.query} cx={x} cy={y} r="6" />
  )
}

function Ring({ at: [cx, cy] }: { readonly at: readonly [number, number] }) {
  return <circle className={styles.shown} cx={cx} cy={cy} r="7" />
}

/** Some hops back a way is thin: the whole of a long search would be a tangle. */
const recent = 12

function ageOf({ hop, layer, down }: Move, made: number): string {
  if (hop === made - 1) return styles.latest!
  return !down && layer === 0 && hop < made - recent ? styles.old! : ''
}

interface Scene {
  readonly planes: readonly Plane[]
  readonly unit: ReturnType<typeof unitPlaces>
  readonly width: number
  readonly height: number
  at(node: number, layer: number): readonly [number, number]
}

function sceneOf({ places, links }: IndexLayers, width: number, height: number): Scene {
  const planes = planesOf(Math.max(1, links.length), width, height)
  const unit = unitPlaces(places)
  const units = Array.from({ length: places.length / 2 }, (_, node) => unit(places, node))
  return { planes, unit, width, height, at: (node, layer) => onPlane(planes[layer]!, ...units[node]!) }
}

function wayOf({ from, to, layer, down }: Move, scene: Scene): string {
  const [x1, y1] = scene.at(from, down ? layer + 1 : layer)
  const [x2, y2] = scene.at(to, layer)
  return `M${x1} ${y1}L${x2} ${y2}`
}

/** Planes, links and films lie on a canvas: there may be thousands. */
function useScene(scene: Scene, layers: IndexLayers, hops: readonly IndexHop[], found: readonly number[]) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const tokens = useTokens()
  useLayoutEffect(() => {
    const { width, height } = scene
    if (!canvas.current || width === 0) return
    const ratio = devicePixelRatio
    canvas.current.width = Math.round(width * ratio)
    canvas.current.height = Math.round(height * ratio)
    const context = canvas.current.getContext('2d')!
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    paint(context, scene, layers, hops, found, tokens)
  }, [scene, layers, hops, found, tokens])
  return canvas
}

function paint(
  context: CanvasRenderingContext2D,
  scene: Scene,
  { top, links }: IndexLayers,
  hops: readonly IndexHop[],
  found: readonly number[],
  tokens: Tokens,
) {
  for (const plane of scene.planes) {
    paintPlane(context, plane, tokens)
    paintLinks(context, scene, plane.layer, links[plane.layer] ?? new Uint32Array(), tokens)
  }
  const square = (node: number, layer: number, half: number) => {
    const [x, y] = scene.at(node, layer)
    context.rect(x - half, y - half, 2 * half, 2 * half)
  }
  const fill = (colour: string, alpha: number, draw: () => void) => {
    context.globalAlpha = alpha
    context.fillStyle = colour
    context.beginPath()
    draw()
    context.fill()
    context.globalAlpha = 1
  }
  const crowded = top.length > 2000 ? 1 : 1.8
  fill(tokens.film, 0.45, () =>
    top.forEach((highest, node) => {
      for (let layer = 0; layer <= highest && layer < scene.planes.length; layer++)
        square(node, layer, layer === 0 ? crowded : 2.2)
    }),
  )
  fill(tokens.film, 1, () => {
    for (const { layer, compared } of hops) for (const node of compared) square(node, layer, 2.2)
  })
  fill(tokens.film, 1, () => found.forEach((node) => square(node, 0, 3.6)))
  context.strokeStyle = tokens.ink
  context.lineWidth = 1.2
  context.beginPath()
  for (const node of found) square(node, 0, 3.6)
  context.stroke()
}

function paintPlane(context: CanvasRenderingContext2D, { left, right, top, bottom, lean }: Plane, tokens: Tokens) {
  context.beginPath()
  context.moveTo(left + lean, top)
  context.lineTo(right + lean, top)
  context.lineTo(right, bottom)
  context.lineTo(left, bottom)
  context.closePath()
  context.fillStyle = tokens.sunken
  context.fill()
  context.strokeStyle = tokens.line
  context.lineWidth = 1
  context.stroke()
}

function paintLinks(
  context: CanvasRenderingContext2D,
  scene: Scene,
  layer: number,
  pairs: Uint32Array,
  tokens: Tokens,
) {
  context.beginPath()
  for (let k = 0; k < pairs.length; k += 2) {
    context.moveTo(...scene.at(pairs[k]!, layer))
    context.lineTo(...scene.at(pairs[k + 1]!, layer))
  }
  context.globalAlpha = Math.min(0.5, Math.max(0.08, 400 / Math.max(1, pairs.length)))
  context.strokeStyle = tokens.edge
  context.lineWidth = 0.75
  context.stroke()
  context.globalAlpha = 1
}

/** Numbers of hops and a few names, as far as there is room. */
function useLabels({ hops, found, nameOf, shown, pinned }: IndexGraphProps, scene: Scene, here: number | undefined) {
  const { widthOf, fontSize } = useTextWidth()
  return useMemo(() => {
    if (scene.width === 0) return []
    const named = [...new Set([shown, pinned, here, ...found.slice(0, 5)])].flatMap((node) =>
      node === undefined ? [] : [{ key: `film ${node}`, at: scene.at(node, 0), text: nameOf(node), number: false }],
    )
    const steps = hops.map(({ node, layer }, k) => ({
      key: `hop ${k}`,
      at: scene.at(node, layer),
      text: String(k + 1),
      number: true,
    }))
    const latest = steps.slice(-1)
    const wanted = [...named.slice(0, 3), ...latest, ...steps.slice(0, -1), ...named.slice(3)]
    const placed = placeLabels(
      wanted.map(({ at: [x, y], text, number }) => ({ x, y, radius: 4, width: widthOf(text, number ? 620 : 450) })),
      {
        width: scene.width,
        height: scene.height,
        line: fontSize * 1.2,
        taken: scene.planes.map(({ left, top, layer }) => ({
          left,
          top,
          right: left + widthOf(layer === 0 ? 'layer 0: all' : 'layer 10') + 6,
          bottom: top + 16,
        })),
        crowd: new Float32Array(0),
        most: 40,
      },
    )
    return placed.map(({ index, dx, dy }) => {
      const { key, at, text, number } = wanted[index]!
      return { key, text, number, x: at[0] + dx, y: at[1] + dy }
    })
  }, [hops, found, nameOf, shown, pinned, here, scene, widthOf, fontSize])
}

/** Pointing looks at the nearest film of the lowest layer; keys walk along the hops. */
function useHops({ layers, hops, pinned, onPreview, onPin }: IndexGraphProps, scene: Scene) {
  const [walked, setWalked] = useState<number>()
  const place = walked === undefined || hops.length === 0 ? undefined : Math.min(walked, hops.length - 1)
  const reach = useMedia(coarsePointer) ? 22 : 12
  const nodeAt = (x: number, y: number) => {
    let [best, least] = [undefined as number | undefined, reach ** 2]
    for (let node = 0; node < layers.top.length; node++)
      for (let layer = 0; layer <= layers.top[node]! && layer < scene.planes.length; layer++) {
        const [left, top] = scene.at(node, layer)
        const square = (left - x) ** 2 + (top - y) ** 2
        if (square < least) [best, least] = [node, square]
      }
    return best
  }
  const go = (to: number) => {
    const next = Math.min(Math.max(to, 0), hops.length - 1)
    setWalked(next)
    onPreview(hops[next]?.node)
  }
  const leave = () => {
    setWalked(undefined)
    onPreview(undefined)
  }
  const now = place ?? hops.length - 1
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: now + 1,
    ArrowDown: now + 1,
    ArrowLeft: now - 1,
    ArrowUp: now - 1,
    Home: 0,
    End: hops.length - 1,
  }
  const pin = (node: number | undefined) => onPin(node === pinned ? undefined : node)
  const handlers = {
    onPoint: (x: number, y: number) => onPreview(nodeAt(x, y)),
    onTap: (x: number, y: number) => pin(nodeAt(x, y)),
    onLeave: leave,
    onFocus: () => hops.length > 0 && go(now),
    onKey: (key: string) => {
      if (key === 'Enter' && place !== undefined) pin(hops[place]!.node)
      else if (key === 'Escape' && place !== undefined) leave()
      else if (key in moves && hops.length > 0) go(moves[key]!)
      else return false
      return true
    },
  }
  return { place, handlers }
}

function hopWords(hops: readonly IndexHop[], place: number, nameOf: (node: number) => string): string {
  const { layer, node, compared } = hops[place]!
  const films = compared.length === 1 ? '1 film' : `${compared.length} films`
  return `Hop ${place + 1}, layer ${layer}, ${nameOf(node)}: ${films} compared`
}

function summaryOf({ title, layers, hops, found, nameOf }: IndexGraphProps): string {
  const sizes = layers.links.map((_, layer) => layers.top.filter((top) => top >= layer).length)
  const parts = sizes.map((size, layer) => `layer ${layer} has ${size}`).reverse()
  const best = found[0] === undefined ? 'nothing found yet' : `nearest so far ${nameOf(found[0])}`
  return `${title}. ${parts.join(', ')}. ${hops.length} hops made, ${found.length} found, ${best}.`
}

function numbersOf(hops: readonly IndexHop[], nameOf: (node: number) => string) {
  return {
    about: 'Every hop of the search',
    columns: ['hop', 'layer', 'at', 'compared'],
    length: hops.length,
    row(index: number) {
      const { layer, node, compared } = hops[index]!
      return [String(index + 1), String(layer), nameOf(node), String(compared.length)]
    },
  }
}
