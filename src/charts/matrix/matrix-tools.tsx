import { memo, useId, useState, type ReactNode } from 'react'
import type { StageState } from './matrix-stage.ts'
import { findTitle } from './matrix-words.ts'
import styles from './matrix.module.css'

interface MatrixToolsProps {
  readonly view: StageState
  readonly brushing: boolean
  readonly titles: readonly string[]
  readonly noun: string
  readonly others?: Others | undefined
  readonly onFit: () => void
  readonly onZoom: (factor: number) => void
  readonly onBrush: () => void
  readonly onFind: (item: number) => void
  readonly onNotFound: (typed: string) => void
  readonly children: ReactNode
}

/** The other kind of things: for people films, for films people. One of them marks the rows that have to do with it. */
export interface Others {
  readonly noun: string
  readonly titles: readonly string[]
  readonly onMark: (index: number) => void
}

/** What can be done to the picture; further buttons come first. */
export function MatrixTools({ view, brushing, onFit, onZoom, onBrush, children, ...find }: MatrixToolsProps) {
  return (
    <div className={styles.tools}>
      {children}
      <div className={styles.zoom} role="group" aria-label="Zoom">
        <Tool label="Fit" name="Fit: show all" off={view.atWhole} onPress={onFit} />
        <Tool label="+" name="Zoom in" off={view.atLargest} onPress={() => onZoom(2)} />
        <Tool label="−" name="Zoom out" off={view.atWhole} onPress={() => onZoom(0.5)} />
        <Tool label={<Dashed />} name="Region: zoom to what a drag encloses" on={brushing} onPress={onBrush} />
      </div>
      <Find {...find} />
    </div>
  )
}

interface ToolProps {
  readonly label: ReactNode
  readonly name: string
  readonly off?: boolean
  /** where it is a switch */
  readonly on?: boolean
  readonly onPress: () => void
}

/** A rectangle as one draws it. */
function Dashed() {
  return (
    <svg className={styles.dashed} viewBox="0 0 16 16" aria-hidden="true">
      <rect x="1.5" y="3" width="13" height="10" />
    </svg>
  )
}

/** Stays focusable when it can do nothing, so that the focus is not lost in mid-zoom. */
function Tool({ label, name, off = false, on, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={name}
      title={name}
      aria-disabled={off}
      aria-pressed={on}
      onClick={off ? undefined : onPress}
    >
      {label}
    </button>
  )
}

type FindProps = Pick<MatrixToolsProps, 'titles' | 'noun' | 'others' | 'onFind' | 'onNotFound'>

/** Goes to the row of what is found; or, where it is of the other kind, marks the rows that have to do with it. */
function Find({ titles, noun, others, onFind, onNotFound }: FindProps) {
  const [typed, setTyped] = useState('')
  const id = useId()
  const change = (text: string) => {
    setTyped(text)
    const item = titles.indexOf(text)
    const other = others?.titles.indexOf(text) ?? -1
    if (item >= 0) onFind(item)
    else if (other >= 0) others?.onMark(other)
  }
  const enter = () => {
    const item = findTitle(titles, typed)
    const other = item === undefined && others ? findTitle(others.titles, typed) : undefined
    if (item !== undefined) {
      setTyped(titles[item]!)
      onFind(item)
    } else if (others && other !== undefined) {
      setTyped(others.titles[other]!)
      others.onMark(other)
    } else if (typed.trim() !== '') onNotFound(typed.trim())
  }
  const label = others ? `Find a ${noun} or ${others.noun}` : `Find a ${noun}`
  return (
    <>
      <input
        className={styles.find}
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        list={id}
        value={typed}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && enter()}
      />
      <TitleList id={id} titles={titles} others={others?.titles} />
    </>
  )
}

interface TitleListProps {
  readonly id: string
  readonly titles: readonly string[]
  readonly others: readonly string[] | undefined
}

const TitleList = memo(function TitleList({ id, titles, others = [] }: TitleListProps) {
  return (
    <datalist id={id}>
      {[...titles, ...others].map((title, index) => (
        <option key={index} value={title} />
      ))}
    </datalist>
  )
})
