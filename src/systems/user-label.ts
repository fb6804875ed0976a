import { personName } from '../format/names.ts'
import type { SystemProps } from './system.ts'

/** For whom a list is, inside a sentence. */
export function userLabel(who: SystemProps['who']): string {
  if (typeof who === 'number') return personName(who)
  return who === 'you' ? 'you' : 'the person from the link'
}
