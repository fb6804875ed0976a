const ellipsis = '…'
const isolate = '\u2068'
const endOfIsolate = '\u2069'

/** Behind this many letters nothing of a label was ever seen. */
const longestSeen = 120

/** A long title, cut at a word for a label of so many letters. */
export function shortTitle(title: string, most: number): string {
  if (title.length <= most) return title
  const space = title.slice(0, most - 1).lastIndexOf(' ')
  return cut(title, space > most / 2 ? space : most - 1)
}

/** A text cut to fit, with an ellipsis where something was cut away. */
export function cutToFit(text: string, width: number, widthOf: (text: string) => number): string {
  if (text.length <= longestSeen && widthOf(text) <= width) return text
  for (let end = Math.min(text.length - 1, longestSeen); end > 0; end--) {
    const short = cut(text, end)
    if (widthOf(short) <= width) return short
  }
  return ellipsis
}

/** Whole letters with their marks only; a title that is isolated (film-title.ts of the engine) stays so. */
function cut(text: string, end: number): string {
  let last = end
  while (last > 0 && continues(text, last)) last--
  while (last > 0 && /[\s,:;.–-]/.test(text[last - 1]!)) last--
  const kept = text.slice(0, last) + ellipsis
  return text.startsWith(isolate) && last > 0 ? kept + endOfIsolate : kept
}

/** What stands there belongs to the letter before it: a mark, or the second half of a letter beyond U+FFFF. */
const continues = (text: string, at: number) => /^[\p{M}\u200d\udc00-\udfff]/u.test(text.slice(at))
