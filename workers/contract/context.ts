import type { ContextField, Interactions } from '../data/dataset.ts'
import type { Context } from './system.ts'

/** What the context of some data can be: its fields in order, and the values of each. */
export type ContextSchema = readonly Pick<ContextField, 'id' | 'values'>[]

/** The context of one rating of the data. */
export function contextAt({ context }: Pick<Interactions, 'context'>, entry: number): Context {
  return context.map(({ code }) => code[entry])
}

/**
 * Throws RangeError, naming the field, where a context is none of this data: one value or undefined is needed for
 * each of its fields, and a value is an index into the field's values.
 */
export function checkContext(now: Context, context: ContextSchema): void {
  if (now.length !== context.length) {
    const fields = context.map(({ id }) => id).join(', ')
    const wanted = context.length === 0 ? 'this data knows none' : `one value for each of ${fields} is needed`
    throw new RangeError(`context: ${wanted}, got ${now.length}`)
  }
  context.forEach(({ id, values }, field) => {
    const code = now[field]
    if (code === undefined || values[code] !== undefined) return
    throw new RangeError(
      `context: ${id} must be a whole number from 0 (${values[0]}) to ${values.length - 1} (${values.at(-1)}), got ${code}`,
    )
  })
}
