import type { SystemProps } from '../system.ts'

export function Lesson(_: SystemProps) {
  return <p>x</p>
}
