import type { BrowserContext, Page } from '@playwright/test'

/** What the page is seen to be, from inside it. */
export interface Seen {
  readonly address: string
  /** another one after every reload */
  readonly loaded: number
  /** what <html> says: "working", "settled", "failed" */
  readonly state: string
  /** ms since anything in the page changed */
  readonly still: number
  /** ms since there was last something to see in <main> */
  readonly blank: number
  /** ratings in the storage: film of a dataset → stars */
  readonly stored: Readonly<Record<string, number>>
  /** ratings on the start page, where they are the visitor's own */
  readonly shown: Readonly<Record<string, number>> | null
  /** how many films' stars, or buttons that take a rating back, were touched since it was last asked */
  readonly touches: number
  /** what the page says went wrong */
  readonly alerts: string
  readonly canGoBack: boolean
  readonly canGoForward: boolean
}

interface Watch {
  see(): Seen
  killWorker(): number
}

/** Before the page is opened: watches what changes, what is touched and what workers there are; can fill the storage. */
export async function watchPage(context: BrowserContext) {
  await context.addInitScript(() => {
    let changedAt = performance.now()
    let visibleAt = performance.now()
    let touched = new Set<string>()

    const look = () => {
      const main = document.querySelector('main')
      if (main && (main.innerText.trim() !== '' || main.querySelector('svg, canvas'))) visibleAt = performance.now()
    }
    new MutationObserver(() => (changedAt = performance.now())).observe(document, {
      attributes: true,
      characterData: true,
      childList: true,
      subtree: true,
    })
    setInterval(look, 250)

    const rates = ({ target }: Event) => {
      if (!(target instanceof Element)) return
      const stars = target.closest('fieldset')?.querySelector('legend')?.textContent ?? ''
      const button = target.closest('button')?.textContent ?? ''
      if (stars.startsWith('Your rating')) touched.add(stars)
      if (button.startsWith('Undo')) touched.add(button)
    }
    for (const name of ['click', 'change', 'keydown']) addEventListener(name, rates, true)

    const workers = new Set<Worker>()
    const Original = window.Worker
    window.Worker = class extends Original {
      constructor(...made: ConstructorParameters<typeof Worker>) {
        super(...made)
        workers.add(this)
      }
      override terminate() {
        workers.delete(this)
        super.terminate()
      }
    }

    const { setItem } = Storage.prototype
    Storage.prototype.setItem = function (key, text) {
      if (this === localStorage && sessionStorage.getItem('full') === 'yes')
        throw new DOMException('full', 'QuotaExceededError')
      setItem.call(this, key, text)
    }

    const storedRatings = () => {
      const { yours = {} } = JSON.parse(localStorage.getItem('recommender-playground') ?? '{}') as {
        yours?: Record<string, { item: number; rating: number | null }[]>
      }
      return Object.fromEntries(
        Object.entries(yours).flatMap(([dataset, said]) =>
          said.flatMap(({ item, rating }) => (rating === null ? [] : [[`${dataset} film ${item}`, rating] as const])),
        ),
      )
    }
    const shownRatings = () => {
      const heading = document.querySelector('main h2#ratings')
      const films = document.querySelectorAll('main [data-slide]')
      if (!heading?.textContent?.startsWith('Your ratings') || films.length === 0) return null
      const dataset = /[?&]data=([^&]*)/.exec(location.hash)?.[1] ?? 'films@1'
      const rated = [...films].flatMap((film) => {
        const stars = film.querySelector<HTMLInputElement>('input:checked')
        return stars ? [[`${dataset} film ${film.getAttribute('data-slide')}`, Number(stars.value)] as const] : []
      })
      return Object.fromEntries(rated)
    }
    const watch: Watch = {
      see() {
        look()
        const now = performance.now()
        const touches = touched.size
        touched = new Set()
        return {
          address: location.hash,
          loaded: performance.timeOrigin,
          state: document.documentElement.dataset.state ?? 'working',
          still: now - changedAt,
          blank: now - visibleAt,
          stored: storedRatings(),
          shown: shownRatings(),
          touches,
          alerts: [...document.querySelectorAll<HTMLElement>('[role=alert]')]
            .map((alert) => alert.innerText)
            .join('; '),
          canGoBack: navigation.canGoBack,
          canGoForward: navigation.canGoForward,
        }
      },
      killWorker() {
        const living = [...workers]
        for (const worker of living) Original.prototype.terminate.call(worker)
        return living.length
      },
    }
    Object.assign(window, { watch })
  })
}

export const see = (page: Page): Promise<Seen> =>
  evenIfReloaded(page, () => page.evaluate(() => (window as unknown as { watch: Watch }).watch.see()))

/** Asks the page, and the next one where it was reloaded meanwhile: some buttons do. */
export async function evenIfReloaded<T>(page: Page, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!/context was destroyed|navigat/i.test(String(error))) throw error
    await page.waitForLoadState()
    return await evenIfReloaded(page, ask)
  }
}

/** Ends the engine's worker without the page being told. */
export const killWorker = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { watch: Watch }).watch.killWorker())
