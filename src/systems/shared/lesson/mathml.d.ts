import type { Attributes, HTMLAttributes } from 'react'

interface MathAttributes extends HTMLAttributes<MathMLElement>, Attributes {
  readonly display?: 'block' | 'inline'
  readonly displaystyle?: 'true' | 'false'
  /** of an operator that begins a piece of a sum */
  readonly form?: 'infix'
  readonly mathvariant?: 'normal'
  readonly stretchy?: 'true' | 'false'
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      math: MathAttributes
      mrow: MathAttributes
      mi: MathAttributes
      mn: MathAttributes
      mo: MathAttributes
      mtext: MathAttributes
      msub: MathAttributes
      msup: MathAttributes
      mfrac: MathAttributes
      msqrt: MathAttributes
      munder: MathAttributes
      mover: MathAttributes
      mspace: MathAttributes
    }
  }
}
