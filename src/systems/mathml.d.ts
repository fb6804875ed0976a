import type { Attributes, HTMLAttributes } from 'react'

interface MathAttributes extends HTMLAttributes<MathMLElement>, Attributes {
  readonly display?: 'block' | 'inline'
  readonly displaystyle?: 'true' | 'false'
  readonly mathvariant?: 'normal'
  readonly stretchy?: 'true' | 'false'
}

type MathElements = Record<
  | 'math'
  | 'mrow'
  | 'mi'
  | 'mn'
  | 'mo'
  | 'mtext'
  | 'msub'
  | 'msup'
  | 'msubsup'
  | 'mfrac'
  | 'msqrt'
  | 'munder'
  | 'mspace',
  MathAttributes
>

declare module 'react' {
  // eslint's rule against namespaces does not apply to how React opens its own.
  namespace JSX {
    interface IntrinsicElements extends MathElements {}
  }
}
