import { useMemo, useState } from 'react'
import { HandOverChart, ruleText } from './chart/hand-over-chart.tsx'
import { lastAnswer } from '../../../workers/serving/cold-start/spec.ts'
import { RuleSlider } from '../../controls/rule-slider.tsx'
import { settingsOf, withSetting } from '../../state/experiment.ts'
import { player } from '../../state/session.ts'
import { store, useApp } from '../../state/store.ts'
import { fixed } from '../../format/numbers.ts'
import type { SystemProps } from '../system.ts'
import { AnswersSoFar } from './answers-so-far.tsx'
import styles from './cold-start.module.css'
import { linesOf, systemNames } from './lines.ts'
import { Questions } from './asked.tsx'
import { verdict } from './verdict.ts'

const format = (ndcg: number) => fixed(ndcg, 2)

/** Against ratings as they came, or against questions asked. */
export function Visual(props: SystemProps) {
  return props.run.settings.asked === 'history' ? <AsTheyCame {...props} /> : <Questions {...props} />
}

function AsTheyCame(props: SystemProps) {
  const { view, run } = props
  const { threshold, draft, change } = useThreshold()
  const lines = useMemo(() => linesOf(view.snapshot), [view.snapshot])
  const names = systemNames(run.settings)
  if (!lines || lines.lengths.length === 0)
    return <p>Nobody in this data has ratings both to learn from and held out, so there is no curve to hand over by.</p>
  return (
    <div className={styles.fit}>
      <HandOverChart
        title="Quality against what is known"
        unit="NDCG@10 by ratings known"
        main={{ name: names.main, points: lines.main }}
        fallback={{ name: names.fallback, points: lines.fallback }}
        high={lastAnswer}
        threshold={draft ?? threshold}
        overtakes={lines.overtakes}
        playhead={view.step > lastAnswer ? undefined : view.step}
        format={format}
        caption={verdict(lines, names, draft ?? threshold)}
        handle={({ left, right }) => (
          <RuleSlider
            name="Hand-over"
            high={lastAnswer}
            value={threshold}
            text={(value) => ruleText(names.main, value)}
            left={left}
            right={right}
            onChange={change}
          />
        )}
      />
      <AnswersSoFar {...props} names={names} threshold={draft ?? threshold} />
    </div>
  )
}

/** The threshold as it is set (which a run under way does not know yet), and as it is while its rule is being moved. */
function useThreshold() {
  const threshold = useApp(({ experiment }) => Number(settingsOf(experiment, 'cold-start').threshold))
  const [draft, setDraft] = useState<number>()
  const change = (value: number, { final }: { final: boolean }) => {
    setDraft(final ? undefined : value)
    if (final && value !== threshold) player.change(withSetting(store.getState().experiment, 'threshold', value))
  }
  return { threshold, draft, change }
}
