import type { ComponentType } from 'react'
import type { DatasetInfo, RunRequest, View } from '../../workers/lab/api.ts'
import type { Rated } from '../../workers/contract/system.ts'
import type { Selection, WhoShown } from '../state/experiment.ts'
import type { MatrixRows } from '../state/matrix-rows.ts'

/** What a system's own parts of the learn page are given. */
export interface SystemProps {
  readonly view: View
  readonly run: RunRequest
  readonly info: DatasetInfo
  /** where the snapshot is a matrix that arrives row by row */
  readonly matrix?: MatrixRows | undefined
  readonly who: WhoShown
  /** the ratings behind the list, where they are yours or the link's */
  readonly ratings: readonly Rated[]
  /** what is previewed, or else pinned */
  readonly shown?: Selection | undefined
  readonly pinned?: Selection | undefined
  readonly onPreview: (selection: Selection | undefined) => void
  readonly onPin: (selection: Selection | undefined) => void
}

/** A system's page: what only it shows, and how it works. One file `system.tsx` in a folder with the system's id. */
export interface SystemPage {
  readonly Visual: ComponentType<SystemProps>
  /** above the list, where a pair has its arithmetic */
  readonly Aside?: ComponentType<SystemProps>
  /** in place of list, reasons and quality, where a system recommends nothing of its own */
  readonly Answers?: ComponentType<SystemProps>
  /** in place of the curves of loss and held-out quality */
  readonly Curves?: ComponentType<SystemProps>
  /** three sentences, and the formula with the numbers of what is selected */
  readonly Lesson: ComponentType<SystemProps>
  /** the files that are its method, by their names, the one to begin with first */
  readonly sources: Readonly<Record<string, () => Promise<Source>>>
}

export type SourcePart = string | readonly [kind: string, text: string]

/** A source file, highlighted when the page was built. */
export interface Source {
  readonly path: string
  /** of each line: plain text as it is, any other token as its kind and its text */
  readonly lines: readonly (readonly SourcePart[])[]
  /** the line, from 0, where its imports end */
  readonly start: number
}
