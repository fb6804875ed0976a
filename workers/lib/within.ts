/** The answer, or an error once it is so late: for what may never say anything. */
export async function within<T>(ms: number, answer: Promise<T>, late: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await Promise.race([
      answer,
      new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(late)), ms))),
    ])
  } finally {
    clearTimeout(timer)
  }
}
