import { Component, createRef, type HTMLAttributes, type ReactNode } from 'react'

const slideMs = 220

interface SlidingListProps {
  readonly as: 'ol' | 'ul'
  readonly className?: string | undefined
  /** what a screen reader says of it */
  readonly label?: string
  /** the children's keys in their order: when it changes, they slide */
  readonly order: string
  /** elements marked `data-slide` with their key */
  readonly children: ReactNode
  /** what a pointer over it, or a focus in it, holds still */
  readonly holding?: Pick<HTMLAttributes<HTMLElement>, 'onPointerEnter' | 'onPointerLeave' | 'onFocus' | 'onBlur'>
}

type Places = ReadonlyMap<string, number>

/**
 * A list whose children slide from where they were to where they are when it is re-ordered. Interrupted, they go on
 * from where they are seen; under reduced motion they are simply there. A class, because only a class can measure just
 * before a change, and so nothing is measured while nothing changes.
 */
export class SlidingList extends Component<SlidingListProps> {
  private readonly list = createRef<HTMLOListElement & HTMLUListElement>()

  override getSnapshotBeforeUpdate(before: SlidingListProps): Places | null {
    return before.order === this.props.order ? null : this.places()
  }

  override componentDidUpdate(_: SlidingListProps, __: unknown, before: Places | null) {
    if (!before || matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const now = this.places()
    for (const child of this.children()) {
      const was = before.get(child.dataset.slide!)
      const is = now.get(child.dataset.slide!)!
      // What is held in the hand is where the hand is.
      if (was !== undefined && was !== is && child.dataset.held !== 'true') slide(child, was - is)
    }
  }

  private children() {
    return [...(this.list.current?.querySelectorAll<HTMLElement>(':scope > [data-slide]') ?? [])]
  }

  private places(): Places {
    const top = this.list.current?.offsetTop ?? 0
    return new Map(this.children().map((child) => [child.dataset.slide!, child.offsetTop - top]))
  }

  override render() {
    const { as: List, className, label, children, holding } = this.props
    return (
      <List ref={this.list} className={className} aria-label={label} {...holding}>
        {children}
      </List>
    )
  }
}

function slide(child: HTMLElement, by: number) {
  const running = child.getAnimations()
  const shift = running.length > 0 ? new DOMMatrix(getComputedStyle(child).transform).m42 : 0
  for (const animation of running) animation.cancel()
  child.animate([{ transform: `translateY(${by + shift}px)` }, { transform: 'none' }], {
    duration: slideMs,
    easing: 'ease-out',
  })
}
