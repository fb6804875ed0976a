declare module 'virtual:source/*' {
  export const path: string
  export const html: string
  export const start: number
}
