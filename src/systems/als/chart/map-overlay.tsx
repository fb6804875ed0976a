import type { RefObject } from 'react'
import { projectionOf, rayEnd, type MapFrame } from './map-points.ts'
import { youRadius } from './map-painter.ts'
import type { MapLabel } from './map-labels.ts'
import styles from './factor-map.module.css'

/** The direction along which scores are read: through which point, whose, and the point measured along it. */
export interface Ray {
  readonly through: number
  readonly yours: boolean
  readonly measured: number | undefined
}

export interface MapOverlayProps {
  readonly svg: RefObject<SVGSVGElement | null>
  readonly labels: readonly MapLabel[]
  readonly you: number | undefined
  readonly pinned: number | undefined
  readonly active: number | undefined
  readonly ray: Ray | undefined
  /** points whose names are set in bold: what is recommended */
  readonly strong: ReadonlySet<number>
}

/** Names, rings, you and the direction, over the canvas. What has `data-at` is moved to its point by `follow`. */
export function MapOverlay({ svg, labels, you, pinned, active, ray, strong }: MapOverlayProps) {
  const weight = (index: number) =>
    index === active || index === pinned || index === you ? 650 : strong.has(index) ? 560 : 450
  return (
    <svg ref={svg} className={styles.overlay} aria-hidden="true">
      {ray && (
        <g className={ray.yours ? styles.yours : styles.theirs}>
          <line data-ray={ray.through} className={styles.ray} />
          {ray.measured !== undefined && (
            <>
              <line data-foot={ray.measured} className={styles.foot} />
              <line data-length={ray.measured} className={styles.length} />
            </>
          )}
        </g>
      )}
      {pinned !== undefined && <Ring at={pinned} />}
      {active !== undefined && active !== pinned && <Ring at={active} />}
      {you !== undefined && (
        <g data-at={you}>
          <path
            className={styles.you}
            d={`M0 ${-youRadius}L${youRadius} 0L0 ${youRadius}L${-youRadius} 0Z`}
            strokeLinejoin="round"
          />
        </g>
      )}
      {labels.map(({ index, text, dx, dy }) => (
        <g key={index} data-at={index}>
          <text className={styles.label} data-chart-label x={dx} y={dy} fontWeight={weight(index)}>
            {text}
          </text>
        </g>
      ))}
    </svg>
  )
}

function Ring({ at }: { readonly at: number }) {
  return (
    <g data-at={at}>
      <circle className={styles.casing} r="8" />
      <circle className={styles.ring} r="8" />
    </g>
  )
}

/** Brings everything in the overlay to where the points are now (pixels). */
export function follow(svg: SVGSVGElement, pixels: Float32Array, frame: MapFrame) {
  const at = (index: number) => [pixels[2 * index] ?? 0, pixels[2 * index + 1] ?? 0] as const
  for (const element of svg.querySelectorAll<SVGElement>('[data-at]')) {
    const [x, y] = at(Number(element.dataset.at))
    element.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)})`)
  }
  const ray = svg.querySelector<SVGLineElement>('[data-ray]')
  if (!ray) return
  const { x: ox, y: oy } = projectionOf(frame)
  const [px, py] = at(Number(ray.dataset.ray))
  const length = Math.hypot(px - ox, py - oy)
  const [ux, uy] = length > 0 ? [(px - ox) / length, (py - oy) / length] : [0, 0]
  setLine(ray, [ox, oy], rayEnd(frame, ux, uy))
  const foot = svg.querySelector<SVGLineElement>('[data-foot]')
  const along = svg.querySelector<SVGLineElement>('[data-length]')
  if (!foot || !along) return
  const point = at(Number(foot.dataset.foot))
  const share = (point[0] - ox) * ux + (point[1] - oy) * uy
  const end = [ox + share * ux, oy + share * uy] as const
  setLine(foot, point, end)
  setLine(along, [ox, oy], end)
}

function setLine(line: SVGLineElement, [x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]) {
  line.setAttribute('x1', x1.toFixed(2))
  line.setAttribute('y1', y1.toFixed(2))
  line.setAttribute('x2', x2.toFixed(2))
  line.setAttribute('y2', y2.toFixed(2))
}
