import { useId, useState, type DragEvent } from 'react'
import { Name } from '../format/name.tsx'
import { lab } from '../bridge.ts'
import { builtIn, chooseData, importData } from '../state/data.ts'
import { store, useApp, type ImportState } from '../state/store.ts'
import { count, counted, percent } from '../format/numbers.ts'
import { droppedFiles, sourceFrom, type NamedFile } from './dropped-files.ts'
import { DataWaiting } from './waiting.tsx'
import styles from './data.module.css'

const about: Record<(typeof builtIn)[number]['id'], string> = {
  'films@1': 'Real films, and a simulated audience whose true tastes are known. Made anew in your browser.',
  'course@1': 'Five people and five films: small enough to check every number by hand.',
}

export function Data() {
  return (
    <main id="main" className={styles.data}>
      <h1 tabIndex={-1}>Data</h1>
      <p className={styles.lede}>
        What everything here learns from. Your own ratings are kept apart: you are never in it.
      </p>
      <div className={styles.two}>
        <section aria-labelledby="choose">
          <h2 id="choose">Choose</h2>
          <Choices />
          <Import />
        </section>
        <InUse />
      </div>
    </main>
  )
}

function Choices() {
  const chosen = useApp(({ experiment }) => experiment.dataset)
  const infos = useApp((state) => state.infos)
  const imported = Object.values(infos).filter(({ id }) => id.startsWith('import:'))
  const choices = [
    ...builtIn.map(({ id, name }) => ({ id, name, text: about[id] })),
    ...imported.map(({ id, name, ratings }) => ({ id, name, text: `${count(ratings)} ratings, from your file.` })),
  ]
  return (
    <fieldset className={styles.choices}>
      <legend className="visually-hidden">Data to use</legend>
      {choices.map(({ id, name, text }) => (
        <label key={id}>
          <input type="radio" name="data" checked={chosen === id} onChange={() => chooseData(store, id)} />
          <span>
            <b>
              <Name>{name}</Name>
            </b>
            <small>{text}</small>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** A MovieLens zip or folder: dropped, or chosen by button. */
function Import() {
  const imports = useApp((state) => state.imports)
  const [over, setOver] = useState(false)
  const zip = useId()
  const folder = useId()
  const open = async (files: Promise<readonly NamedFile[]>) => {
    try {
      await importData(lab, store, sourceFrom(await files))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      store.setState({ imports: { status: 'failed', name: 'The drop', message } })
    }
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void open(droppedFiles(event.dataTransfer))
  }
  const chosen = (list: FileList | null) => {
    const files = [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    if (files.length > 0) void open(Promise.resolve(files))
  }
  return (
    <div
      className={styles.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3>MovieLens</h3>
      <p>
        Drop the zip or the folder here: latest-small, 100K, 1M or 10M, as downloaded from grouplens.org. It is read on
        this machine and goes nowhere else.
      </p>
      <div className={styles.buttons}>
        <label htmlFor={zip}>
          Choose a zip
          <input id={zip} type="file" accept=".zip,application/zip" onChange={(event) => chosen(event.target.files)} />
        </label>
        <label htmlFor={folder}>
          Choose a folder
          <input id={folder} type="file" multiple ref={asFolder} onChange={(event) => chosen(event.target.files)} />
        </label>
      </div>
      {imports && <Importing imports={imports} />}
    </div>
  )
}

/** React has no name for it in its types. */
const asFolder = (input: HTMLInputElement | null) => input?.setAttribute('webkitdirectory', '')

function Importing({ imports }: { imports: ImportState }) {
  if (imports.status === 'reading') {
    const { name, progress } = imports
    return (
      <div className={styles.importing}>
        <label>
          <Name>{name}</Name>: {progress ? progress.what : 'opening'}
          <progress {...(progress && progress.total > 0 ? { value: progress.done, max: progress.total } : {})} />
        </label>
        {progress && progress.total > 0 && <span>{percent(progress.done / progress.total)}</span>}
      </div>
    )
  }
  if (imports.status === 'failed')
    return (
      <div role="alert" className={styles.failed}>
        <b>
          <Name>{imports.name}</Name> could not be read.
        </b>
        <p>{imports.message}</p>
        <p>Everything else is as it was.</p>
      </div>
    )
  return (
    <p role="status">
      <Name>{imports.name}</Name> is open.
    </p>
  )
}

function InUse() {
  const info = useApp((state) => state.info)
  const ready = useApp(({ data }) => data.status === 'ready')
  if (!info || !ready)
    return (
      <section aria-label="In use">
        <DataWaiting rows={5} />
      </section>
    )
  const { name, people, items, ratings, scale, simulated, provenance, notes, licence } = info
  return (
    <section aria-labelledby="in-use" className={styles.use}>
      <h2 id="in-use">
        <Name>{name}</Name>, in use
      </h2>
      <dl>
        <dt>People</dt>
        <dd>
          {count(people)}
          {simulated && ', simulated'}
        </dd>
        <dt>Films</dt>
        <dd>{count(items.length)}</dd>
        <dt>Ratings</dt>
        <dd>
          {counted(ratings, 'rating', 'ratings')}, {percent(ratings / (people * items.length))} of all pairs
        </dd>
        <dt>Scale</dt>
        <dd>
          {scale.low} to {scale.high} stars, in steps of {scale.step}
        </dd>
        <dt>Where it comes from</dt>
        <dd>{provenance}</dd>
        {notes.length > 0 && (
          <>
            <dt>How it was read</dt>
            {notes.map((note) => (
              <dd key={note}>{note}</dd>
            ))}
          </>
        )}
        <dt>Licence</dt>
        <dd>{licence}</dd>
      </dl>
    </section>
  )
}
