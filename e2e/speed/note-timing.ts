/** On the window of a page that notes them: milliseconds each. */
export interface Noted {
  longTasks: number[]
  interactions: number[]
}

/** Before the page is opened: notes each task of its main thread that takes more than 50 ms. */
export function noteLongTasks() {
  const noted: number[] = []
  Object.assign(window, { longTasks: noted })
  new PerformanceObserver((list) => noted.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  })
}

/** Before the page is opened: notes how long each input takes to its next paint. */
export function noteInteractions() {
  const noted: number[] = []
  Object.assign(window, { interactions: noted })
  new PerformanceObserver((list) => noted.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'event',
    durationThreshold: 16,
  } as PerformanceObserverInit)
}
