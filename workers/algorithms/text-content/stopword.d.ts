/** The package brings no types: lists of stop words by three-letter language. */
declare module 'stopword' {
  export const eng: readonly string[]
}
