import { useState } from 'react'
import { Name } from '../../format/name.tsx'
import { lastAnswer } from '../../../workers/serving/cold-start/spec.ts'
import { LineChart } from '../../charts/line/line-chart.tsx'
import { RatingStars } from '../../controls/rating-stars.tsx'
import { actions } from '../../state/session.ts'
import { useApp } from '../../state/store.ts'
import { titleOf } from '../../format/names.ts'
import { count, counted, fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { userLabel } from '../user-label.ts'
import styles from './cold-start.module.css'
import { questionLines, questionsIn, widest, type Question } from './questions.ts'

const format = (ndcg: number) => fixed(ndcg, 2)
const names = { gain: 'most telling first', popular: 'most watched first' }

/** So many questions are shown at once, around the latest that was asked. */
const window = 5

/** What answers to questions are worth, by what is asked first, and the questions to the person looked at. */
export function Questions(props: SystemProps) {
  const { view, run } = props
  const lines = questionLines(view.snapshot)
  const questions = questionsIn(view.snapshot)
  if (!lines || !questions)
    return <p>There is nobody to ask: nobody in this data has ratings to learn from and held out.</p>
  const [now, other] = run.settings.asked === 'gain' ? (['gain', 'popular'] as const) : (['popular', 'gain'] as const)
  return (
    <div className={styles.fit}>
      <div className={styles.chart}>
        <LineChart
          title="Quality against questions asked"
          unit="NDCG@10, held out"
          series={[
            { name: names[other], points: lines[other], style: 'before', dashed: true },
            { name: names[now], points: lines[now], style: 'now' },
          ]}
          x={{ label: 'questions', low: 0, high: lastAnswer }}
          y={{ low: 0, high: Math.max(0.6, widest(lines.gain), widest(lines.popular)) }}
          playhead={Math.min(view.step, lastAnswer)}
          format={format}
          caption={verdictOf(lines)}
        />
      </div>
      <QuestionsSoFar {...props} questions={questions} />
    </div>
  )
}

/** Where one way to ask is ahead of the other by both intervals, and where they end. */
function verdictOf({ gain, popular }: NonNullable<ReturnType<typeof questionLines>>) {
  const last = gain.length - 1
  const ahead = gain.filter(({ y }, at) => y > popular[at]!.y).map(({ x }) => x)
  const where =
    ahead.length === 0
      ? 'The most watched first is never behind.'
      : `The most telling first is ahead at ${listed(ahead)} questions.`
  return `${where} After ${gain[last]!.x}: ${format(gain[last]!.y)} and ${format(popular[last]!.y)}. Films not seen tell something, too: of the kind of person, not to the systems.`
}

const listed = (numbers: readonly number[]) =>
  numbers.length < 2 ? String(numbers[0]) : `${numbers.slice(0, -1).join(', ')} and ${numbers.at(-1)!}`

function QuestionsSoFar({
  view,
  info,
  who,
  ratings,
  questions,
}: SystemProps & { readonly questions: readonly Question[] }) {
  const asked = Math.min(view.step, questions.length)
  const first = Math.max(0, Math.min(asked - 2, questions.length - window))
  const shown = questions.slice(first, first + window)
  const seen = questions.slice(0, asked).filter(({ rating }) => rating !== undefined).length
  const whom = who === 'link' ? 'the link’s person' : userLabel(who)
  const asksYou = useApp(({ experiment }) => experiment.who === 'you')
  return (
    <section className={styles.answers} aria-labelledby="asked-so-far">
      <h2 id="asked-so-far" className={styles.heading}>
        {counted(asked, 'question', 'questions')} to {whom}, {count(seen)} answered with a rating
      </h2>
      <ol start={first + 1}>
        {shown.map(({ item, rating, bits }, at) => {
          const known = first + at < asked
          return (
            <li key={item} data-known={known}>
              <Name>{titleOf(info, item)}</Name>{' '}
              {known && <b>{rating === undefined ? 'not seen' : `${Number(rating.toFixed(2))} ★`}</b>}{' '}
              <span className={styles.bits}>{fixed(bits, 2)} bits</span>
              {!known && <span className="visually-hidden">, not asked yet</span>}
            </li>
          )
        })}
      </ol>
      {asksYou && <AskYou {...{ info, ratings, questions }} />}
    </section>
  )
}

type AskYouProps = Pick<SystemProps, 'info' | 'ratings'> & { readonly questions: readonly Question[] }

/** The first question that you have not answered: rate the film, or say that you have not seen it. */
function AskYou({ info, ratings, questions }: AskYouProps) {
  const [unseen, setUnseen] = useState<ReadonlySet<number>>(new Set())
  const answered = new Set(ratings.map(({ item }) => item))
  const open = questions.find(({ item }) => !answered.has(item) && !unseen.has(item))
  if (!open) return null
  const title = titleOf(info, open.item)
  return (
    <p className={styles.askYou}>
      <span>
        Have you seen{' '}
        <b>
          <Name>{title}</Name>
        </b>
        ?
      </span>
      <RatingStars
        name={title}
        low={info.scale.low}
        high={info.scale.high}
        step={info.scale.step}
        onRate={(rating) => actions.rate(open.item, rating)}
      />
      <button type="button" onClick={() => setUnseen(new Set([...unseen, open.item]))}>
        Not seen
      </button>
    </p>
  )
}
