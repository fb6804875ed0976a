import { Fragment, useMemo } from 'react'
import { FactorMap } from '../../charts/factor-map.tsx'
import type { Selection } from '../../state/experiment.ts'
import { Formula, Sum, Symbol, Term } from '../formula.tsx'
import { personName, titleOf } from '../names.ts'
import { fixed, percent, significant, signed } from '../numbers.ts'
import type { SystemPage, SystemProps } from '../system.ts'
import { whomOf } from '../whom.ts'

export const system: SystemPage = {
  Visual,
  Lesson,
  source: () => import('virtual:source/workers/algorithms/als/als.ts'),
}

/**
 * Half the side of the map, where mean squared lengths are 1: the fewer the factors, the more of a length two axes hold.
 * A function of the settings, so that no step rescales the picture.
 */
const usualExtent = (factors: number) => 1.5 + 1.8 / factors
const famousFilms = 14

function Visual({ view, run, info, who, ratings, shown, onPreview, onPin }: SystemProps) {
  const { people, items, share, extent, you } = view.snapshot ?? {}
  const titles = useMemo(() => info.items.map(({ title }) => title), [info])
  const famous = useMemo(() => famousFirst(info.viewers).slice(0, famousFilms), [info])
  const recommended = useMemo(() => view.list?.slice(0, 5).map(({ item }) => item) ?? [], [view.list])
  const labelled = useMemo(
    () => [...new Set([...recommended, ...ratings.map(({ item }) => item).slice(0, 6), ...famous])],
    [recommended, ratings, famous],
  )
  if (!(people instanceof Float32Array) || !(items instanceof Float32Array)) return null
  const point = you instanceof Float32Array ? { x: you[0]!, y: you[1]! } : undefined
  const yours = typeof who !== 'number'
  const selected = shown && shown.kind !== 'pair' ? shown : typeof who === 'number' ? personSelection(who) : undefined
  return (
    <FactorMap
      people={people}
      items={items}
      extent={typeof extent === 'number' ? extent : usualExtent(Number(run.settings.factors))}
      {...(point && yours ? { you: point } : {})}
      {...(point ? { direction: unit(point) } : {})}
      directionIsYours={yours}
      titles={titles}
      labelled={labelled}
      recommended={recommended}
      {...(selected ? { selected } : {})}
      onPreview={onPreview}
      onPin={onPin}
      caption={captionOf(typeof share === 'number' ? share : 0, point ? who : undefined)}
    />
  )
}

const personSelection = (id: number): Selection & { kind: 'person' } => ({ kind: 'person', id })

function captionOf(share: number, who: SystemProps['who'] | undefined): string {
  const whose = typeof who === 'number' ? `${personName(who)}’s` : who === 'you' ? 'your' : 'that person’s'
  const direction = who === undefined ? 'a person’s direction' : `${whose} direction (dotted)`
  return `These two axes hold ${percent(share)} of the factors. A score is length along ${direction}, not nearness.`
}

function unit({ x, y }: { x: number; y: number }) {
  const length = Math.hypot(x, y) || 1
  return { x: x / length, y: y / length }
}

const famousFirst = (viewers: Uint32Array) =>
  Array.from(viewers.keys()).sort((a, b) => viewers[b]! - viewers[a]! || a - b)

function Lesson(props: SystemProps) {
  const { run, who } = props
  const { alpha, regularization, factors } = run.settings
  const whom = whomOf(who)
  return (
    <>
      <p>
        Every person and every <Term of="film">film</Term> gets a point in {significant(Number(factors))} invented
        tastes, and a film’s score for a person is the product of the two points. A film someone watched should come out
        at 1 and any other at 0, but a watched one counts 1 + α = {significant(1 + Number(alpha))} times as much,
        because not having watched a film says little. With the films held still, the best{' '}
        <Term of={who === 'you' ? 'you' : 'person'}>point for {whom}</Term> is the solution of one small system of
        equations, and with the people held still so is every film’s: solving one side after the other can only lower
        the loss.
      </p>
      <Formula says="The best point of a person with the films held still">
        <msub>
          <Symbol of={who === 'you' ? 'you' : 'person'}>x</Symbol>
          <mi>u</mi>
        </msub>
        <mo>=</mo>
        <msup>
          <mrow>
            <mo>(</mo>
            <msup>
              <Symbol of="film">Y</Symbol>
              <mi>⊤</mi>
            </msup>
            <msub>
              <mi>C</mi>
              <mi>u</mi>
            </msub>
            <Symbol of="film">Y</Symbol>
            <mo>+</mo>
            <mn>{significant(Number(regularization))}</mn>
            <mi>I</mi>
            <mo>)</mo>
          </mrow>
          <mrow>
            <mo>−</mo>
            <mn>1</mn>
          </mrow>
        </msup>
        <msup>
          <Symbol of="film">Y</Symbol>
          <mi>⊤</mi>
        </msup>
        <msub>
          <mi>C</mi>
          <mi>u</mi>
        </msub>
        <msub>
          <mi>p</mi>
          <mi>u</mi>
        </msub>
      </Formula>
      <ScoreOfTheFilm {...props} />
    </>
  )
}

/** The score of the film whose reasons are shown, with its numbers. */
function ScoreOfTheFilm({ view, info, who }: SystemProps) {
  if (!view.why) return null
  const { item, explanation } = view.why
  const largest = explanation.contributions.slice(0, 3)
  const rest = explanation.score - largest.reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Formula says={`The score of ${titleOf(info, item)} as a sum`}>
      <msub>
        <Symbol of={who === 'you' ? 'you' : 'person'}>x</Symbol>
        <mi>u</mi>
      </msub>
      <mo>·</mo>
      <msub>
        <Symbol of="film">y</Symbol>
        <mtext>{titleOf(info, item)}</mtext>
      </msub>
      <mo>=</mo>
      <Sum over={<mtext>watched j</mtext>} />
      <msub>
        <mi>s</mi>
        <mi>j</mi>
      </msub>
      <mo>=</mo>
      {largest.map(({ item: j, amount }, place) => (
        <Fragment key={j}>
          {(place > 0 || amount < 0) && <mo>{amount < 0 ? '−' : '+'}</mo>}
          <mn>{fixed(Math.abs(amount), 2)}</mn>
        </Fragment>
      ))}
      {explanation.contributions.length > largest.length && (
        <>
          <mo>{rest < 0 ? '−' : '+'}</mo>
          <mn>{signed(Math.abs(rest)).replace('+', '')}</mn>
        </>
      )}
      <mo>=</mo>
      <mn>{fixed(explanation.score, 2)}</mn>
    </Formula>
  )
}
