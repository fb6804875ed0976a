declare module 'virtual:source/*' {
  export const path: string
  export const lines: readonly (readonly (string | readonly [kind: string, text: string])[])[]
  export const start: number
}
