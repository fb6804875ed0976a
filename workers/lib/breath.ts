/** Work goes on for so long before other messages are let in. */
export const breathMs = 12

/** To be awaited often in long work: every so many milliseconds it lets other messages in. */
export function breather(): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last <= breathMs) return
    await new Promise((resume) => setTimeout(resume, 0))
    last = performance.now()
  }
}
