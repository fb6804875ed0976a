/** Before Start is opened: clicks the fifth star of the first film as soon as it is there; notes when both learning systems' lists have changed. */
export function rateAtOnce() {
  const listOf = (name: string) => {
    const heading = [...document.querySelectorAll('h3')].find((h3) => h3.textContent?.includes(name))
    const films = [...(heading?.parentElement?.querySelectorAll('ol li b') ?? [])]
    return films.map((film) => film.textContent).join('|')
  }
  const names = ['Item-based neighbours', 'Alternating least squares']
  let before: string[] | undefined
  const look = () => {
    const lists = names.map(listOf)
    if (before) {
      if (lists.every((list, i) => list !== '' && list !== before![i])) {
        document.documentElement.dataset.answered = String(performance.now())
        watcher.disconnect()
      }
      return
    }
    const star = document.querySelector<HTMLInputElement>('main fieldset input[type=radio][value="5"]')
    if (!star || lists.includes('')) return
    before = lists
    document.documentElement.dataset.clicked = String(performance.now())
    star.click()
  }
  const watcher = new MutationObserver(look)
  watcher.observe(document, { childList: true, subtree: true, characterData: true })
}
