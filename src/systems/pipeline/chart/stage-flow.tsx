import styles from './stage-flow.module.css'

/** One stage of a pipeline: how many come out of it. */
export interface FlowStage {
  readonly name: string
  readonly count: number
  /** what it did with the others: "15 seen" */
  readonly dropped: string
  /** how long it takes, once that is measured */
  readonly time?: string | undefined
}

/** From many to few: the stages of a pipeline one after another, with what each hands on and drops. */
export function StageFlow({ title, stages }: { readonly title: string; readonly stages: readonly FlowStage[] }) {
  return (
    <ol className={styles.flow} aria-label={title}>
      {stages.map(({ name, count, dropped, time }) => (
        <li key={name}>
          <span className={styles.name}>{name}</span>
          <b>{count.toLocaleString('en')}</b>
          <span className={styles.dropped}>{dropped}</span>
          {time !== undefined && <span className={styles.time}>{time}</span>}
        </li>
      ))}
    </ol>
  )
}
