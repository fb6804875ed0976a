import { useId, useMemo, useState, type KeyboardEvent } from 'react'
import { Name } from '../format/name.tsx'
import type { Item } from '../../workers/data/dataset.ts'
import { indexFilms, matchFilms } from './film-matches.ts'
import styles from './film-search.module.css'

const most = 8

export interface FilmSearchProps {
  /** by item; `items` adds directors and years, where they are known */
  readonly titles: readonly string[]
  readonly items: readonly Item[]
  /** "Search 320 films": the name of the field, too */
  readonly placeholder: string
  readonly onPick: (item: number) => void
}

/** Finds a film by title or director: the combobox of WAI-ARIA, with its list below. */
export function FilmSearch({ titles, items, placeholder, onPick }: FilmSearchProps) {
  const id = useId()
  const [query, setQuery] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const index = useMemo(() => indexFilms(titles, items), [titles, items])
  const found = useMemo(() => matchFilms(index, query, most), [index, query])
  const asked = query.trim() !== ''
  const expanded = open && asked && found.length > 0

  const pick = (item: number) => {
    onPick(item)
    setQuery('')
    setOpen(false)
  }
  const close = () => {
    if (!expanded) setQuery('')
    setOpen(false)
  }
  const press = (event: KeyboardEvent) => {
    const to = keyTarget(event.key, active, found.length)
    if (to !== undefined && asked) {
      setActive(expanded ? to : 0)
      setOpen(true)
    } else if (event.key === 'Enter' && expanded) pick(found[active]!)
    else if (event.key === 'Escape' && query !== '') close()
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.search}>
      <input
        type="text"
        role="combobox"
        className={styles.field}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        aria-label={placeholder}
        placeholder={placeholder}
        aria-autocomplete="list"
        aria-expanded={expanded}
        aria-controls={`${id}list`}
        aria-activedescendant={expanded ? `${id}${found[active]}` : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
          setOpen(true)
        }}
        onKeyDown={press}
        onBlur={() => setOpen(false)}
      />
      <ul id={`${id}list`} role="listbox" aria-label="Films found" className={styles.list} hidden={!expanded}>
        {found.map((item, place) => (
          <li
            key={item}
            id={`${id}${item}`}
            role="option"
            aria-selected={place === active}
            className={styles.option}
            // The field keeps the focus, so that the list is still there when the press ends.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => setActive(place)}
            onClick={() => pick(item)}
          >
            <Name>{titles[item]}</Name>
            <small>{credit(items[item])}</small>
          </li>
        ))}
      </ul>
      <p className={asked && open && found.length === 0 ? styles.none : 'visually-hidden'} role="status">
        {asked && open ? said(found.length) : ''}
      </p>
    </div>
  )
}

/** The option that a key leads to; past the last comes the first again. */
function keyTarget(key: string, active: number, count: number): number | undefined {
  if (count === 0) return undefined
  if (key === 'ArrowDown') return (active + 1) % count
  if (key === 'ArrowUp') return (active + count - 1) % count
  return undefined
}

const credit = (item: Item | undefined) => [item?.director, item?.year].filter((part) => part !== undefined).join(', ')

function said(count: number): string {
  if (count === 0) return 'No film here by that name'
  if (count === most) return `The first ${most} films; type more to narrow them down`
  return count === 1 ? '1 film' : `${count} films`
}
