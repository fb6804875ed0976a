import { Fragment, memo, Suspense, use, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { specOf } from '../state/experiment.ts'
import { useApp } from '../state/store.ts'
import type { Source, SystemProps } from '../systems/system.ts'
import { loadedOnce } from '../systems/loaded-once.ts'
import { systemPage } from '../systems/systems.ts'
import { useSystemProps } from './stage.tsx'
import styles from './how-it-works.module.css'

/** How it works: three sentences, the formula with the numbers of what is selected, and the files that run. */
export function HowItWorks() {
  const system = useApp(({ experiment }) => experiment.system)
  const props = useSystemProps()
  const { paper } = specOf(system)
  return (
    <section className={styles.how} aria-labelledby="how">
      <h2 id="how">How it works</h2>
      <div className={styles.lesson}>
        <div>
          {props && (
            <Suspense>
              <Words system={system} {...props} />
            </Suspense>
          )}
          <p className={styles.paper}>
            {paper.authors}: {paper.title}. {paper.venue}, {paper.year}.
          </p>
        </div>
        <Suspense fallback={<div className={styles.code} aria-busy="true" />}>
          <Files key={system} system={system} />
        </Suspense>
      </div>
    </section>
  )
}

function Words({ system, ...props }: SystemProps & { system: string }) {
  const { Lesson } = use(systemPage(system))
  return <Lesson {...props} />
}

/** The files that run, one at a time. */
function Files({ system }: { system: string }) {
  const names = Object.keys(use(systemPage(system)).sources)
  const [shown, show] = useState(names[0]!)
  return (
    <Code file={`${system}/${shown}`}>
      {names.length > 1 && (
        <span className={styles.files} role="group" aria-label="Files">
          {names.map((name) => (
            <button key={name} type="button" aria-pressed={name === shown} onClick={() => show(name)}>
              {name}
            </button>
          ))}
        </span>
      )}
    </Code>
  )
}

const sourceOf = loadedOnce(async (file) => {
  const [system, name] = file.split('/')
  return (await systemPage(system!)).sources[name!]!()
})

function Code({ file, children }: { file: string; children: ReactNode }) {
  const { path, lines, start } = use(sourceOf(file))
  const text = useRef<HTMLPreElement>(null)
  // Opened past the imports; they are there above.
  useLayoutEffect(() => {
    const line = text.current?.querySelectorAll<HTMLElement>('.line')[start]
    if (line) text.current!.scrollTop = line.offsetTop - 12
  }, [start])
  const [whole, setWhole] = useState(false)
  return (
    <figure className={styles.code} data-whole={whole}>
      <figcaption>
        The code that runs: <code>{path}</code>
        <button type="button" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? 'Show less' : 'Show all of it'}
        </button>
        {children}
      </figcaption>
      <pre ref={text} tabIndex={0} aria-label={path}>
        <code>
          <Lines lines={lines} />
        </code>
      </pre>
    </figure>
  )
}

/** A large file is some thousand parts, and always the same: drawn once. */
const Lines = memo(({ lines }: Pick<Source, 'lines'>) =>
  lines.map((parts, line) => (
    <Fragment key={line}>
      {line > 0 && '\n'}
      <span className="line">
        {parts.map((part, at) =>
          typeof part === 'string' ? (
            part
          ) : (
            <span key={at} className={`token-${part[0]}`}>
              {part[1]}
            </span>
          ),
        )}
      </span>
    </Fragment>
  )),
)
