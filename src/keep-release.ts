import { lab } from './bridge.ts'
import { forgetFailures } from './systems/loaded-once.ts'
import { specs } from './state/experiment.ts'
import { systemPage } from './systems/systems.ts'

/** What the build says of itself in files.json (scripts/release-plugin.ts). */
interface Release {
  readonly main: string
  readonly files: Readonly<Record<string, string>>
}

/**
 * Fetches in quiet moments all that this release is made of, so that an open page works to its end without a network
 * and after the next release has taken the place of its files. Kept are the files themselves, from which
 * public/service-worker.js answers; where that may not be, page and engine load what they will need. `data-kept` on
 * <html> says which, once it is done.
 */
export async function keepRelease(): Promise<void> {
  const { connection } = navigator as Navigator & { connection?: { readonly saveData?: boolean } }
  if (connection?.saveData) return
  await new Promise((resume) => setTimeout(resume, 2000))
  await quiet()
  // Refused in private windows of some browsers, and on addresses without https.
  const kept = await keepFiles().catch(() => false)
  if (!kept) await loadAhead()
  document.documentElement.dataset.kept = kept ? 'files' : 'code'
}

/** As many files as are fetched in one quiet moment. */
const atOnce = 6

/** Says whether a service worker answers from now on. */
async function keepFiles(): Promise<boolean> {
  if (!('serviceWorker' in navigator) || !('caches' in window)) return false
  const place = `release ${new URL('./', location.href).href}`
  const main = document.querySelector<HTMLScriptElement>('script[type=module]')!.getAttribute('src')!
  const name = `${place} ${main}`
  const cache = await caches.open(name)
  const release = await releaseIn(cache)
  if (!main.endsWith(release.main)) {
    // The host has a newer one already, and this one's files no more.
    await caches.delete(name)
    return false
  }
  // For as long as this page is open, no other throws its files away.
  void navigator.locks.request(name, { mode: 'shared' }, () => new Promise(() => undefined))
  await navigator.serviceWorker.register('./service-worker.js')
  const there = new Set((await cache.keys()).map(({ url }) => url))
  const missing = Object.entries(release.files).filter(([file]) => !there.has(new URL(file, location.href).href))
  const fetched = ([file, integrity]: [string, string]) =>
    addWhenOnline(cache, new Request(file, { integrity, priority: 'low' }))
  for (let first = 0; first < missing.length; first += atOnce) {
    await quiet()
    await Promise.all(missing.slice(first, first + atOnce).map(fetched))
  }
  await forgetOthers(place, name)
  return true
}

async function releaseIn(cache: Cache): Promise<Release> {
  const list = './files.json'
  if (!(await cache.match(list))) await cache.add(new Request(list, { cache: 'no-cache' }))
  return (await (await cache.match(list))!.json()) as Release
}

async function addWhenOnline(cache: Cache, request: Request): Promise<void> {
  try {
    await cache.add(request.clone())
  } catch (error) {
    if (navigator.onLine) throw error
    await new Promise((resume) => addEventListener('online', resume, { once: true }))
    await addWhenOnline(cache, request)
  }
}

/** Earlier releases of this page that no open page is of. */
async function forgetOthers(place: string, name: string): Promise<void> {
  for (const other of await caches.keys()) {
    if (other.startsWith(`${place} `) && other !== name)
      await navigator.locks.request(other, { ifAvailable: true }, async (free) => free && (await caches.delete(other)))
  }
}

async function loadAhead(): Promise<void> {
  for (const face of document.fonts) void face.load()
  const parts = [
    () => import('./views/learn.tsx'),
    () => import('./views/data.tsx'),
    () => import('./views/notices.tsx'),
    ...specs.flatMap(({ id }) => [() => filesThatRun(id), () => lab.prepare(id)]),
  ]
  for (const load of parts) {
    await quiet()
    // What cannot be had now is said where it is asked for.
    await load().catch(forgetFailures)
  }
}

/** A moment in which nothing is computed, played or drawn. */
async function quiet(): Promise<void> {
  await settled()
  await new Promise((resume) =>
    'requestIdleCallback' in window ? requestIdleCallback(resume) : setTimeout(resume, 100),
  )
}

function settled(): Promise<void> {
  const page = document.documentElement
  return new Promise((resume) => {
    const look = () => {
      if (page.dataset.state !== 'settled') return
      changes.disconnect()
      resume()
    }
    const changes = new MutationObserver(look)
    changes.observe(page, { attributeFilter: ['data-state'] })
    look()
  })
}

const filesThatRun = async (id: string) =>
  Promise.all(Object.values((await systemPage(id)).sources).map((load) => load()))
