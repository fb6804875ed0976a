import { FieldsVisual } from '../shared/fm/fields-visual.tsx'
import type { SystemProps } from '../system.ts'

export function Visual(props: SystemProps) {
  return <FieldsVisual {...props} name="FM" />
}
