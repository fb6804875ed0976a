const failures = new Set<() => void>()

/** What could not be loaded is asked for again by whoever needs it next. */
export function forgetFailures(): void {
  for (const forget of failures) forget()
  failures.clear()
}

/**
 * Loads each thing once: the same promise every time, so that React can wait for it. What failed stays failed until that
 * is forgotten: React asks whenever it draws, and would ask without end.
 */
export function loadedOnce<T>(load: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const loaded = new Map<string, Promise<T>>()
  return (id) => {
    const known = loaded.get(id)
    if (known) return known
    const loading = load(id)
    loaded.set(id, loading)
    loading.catch(() => failures.add(() => loaded.delete(id)))
    return loading
  }
}
