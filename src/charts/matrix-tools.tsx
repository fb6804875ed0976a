import { memo, useId, useState, type ReactNode } from 'react'
import type { StageState } from './matrix-stage.ts'
import { findTitle } from './matrix-words.ts'
import styles from './matrix.module.css'

interface MatrixToolsProps {
  readonly view: StageState
  readonly titles: readonly string[]
  readonly noun: string
  readonly onFit: () => void
  readonly onZoom: (factor: number) => void
  readonly onFind: (item: number) => void
  readonly onNotFound: (typed: string) => void
  readonly children: ReactNode
}

/** What can be done to the picture; further buttons come first. */
export function MatrixTools({ view, onFit, onZoom, children, ...find }: MatrixToolsProps) {
  return (
    <div className={styles.tools}>
      {children}
      <div className={styles.zoom} role="group" aria-label="Zoom">
        <Tool label="Fit" name="Fit: show all" off={view.atWhole} onPress={onFit} />
        <Tool label="+" name="Zoom in" off={view.atLargest} onPress={() => onZoom(2)} />
        <Tool label="−" name="Zoom out" off={view.atWhole} onPress={() => onZoom(0.5)} />
      </div>
      <Find {...find} />
    </div>
  )
}

interface ToolProps {
  readonly label: string
  readonly name: string
  readonly off: boolean
  readonly onPress: () => void
}

/** Stays focusable when it can do nothing, so that the focus is not lost in mid-zoom. */
function Tool({ label, name, off, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={name}
      aria-disabled={off}
      onClick={off ? undefined : onPress}
    >
      {label}
    </button>
  )
}

function Find({
  titles,
  noun,
  onFind,
  onNotFound,
}: Pick<MatrixToolsProps, 'titles' | 'noun' | 'onFind' | 'onNotFound'>) {
  const [typed, setTyped] = useState('')
  const id = useId()
  const change = (text: string) => {
    setTyped(text)
    const item = titles.indexOf(text)
    if (item >= 0) onFind(item)
  }
  const enter = () => {
    const item = findTitle(titles, typed)
    if (item === undefined) {
      if (typed.trim() !== '') onNotFound(typed.trim())
      return
    }
    setTyped(titles[item]!)
    onFind(item)
  }
  return (
    <>
      <input
        className={styles.find}
        type="search"
        aria-label={`Find a ${noun}`}
        placeholder={`Find a ${noun}`}
        autoComplete="off"
        spellCheck={false}
        list={id}
        value={typed}
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && enter()}
      />
      <TitleList id={id} titles={titles} />
    </>
  )
}

const TitleList = memo(function TitleList({ id, titles }: { id: string; titles: readonly string[] }) {
  return (
    <datalist id={id}>
      {titles.map((title, index) => (
        <option key={index} value={title} />
      ))}
    </datalist>
  )
})
