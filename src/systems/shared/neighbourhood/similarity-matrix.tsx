import { useMemo, useState } from 'react'
import type { DatasetInfo, RunRequest } from '../../../../workers/lab/api.ts'
import { lab } from '../../../bridge.ts'
import { Matrix } from '../../../charts/matrix/matrix.tsx'
import type { MatrixRows } from '../../../state/matrix-rows.ts'
import { personName } from '../../../format/names.ts'
import { count } from '../../../format/numbers.ts'
import { OrderButtons, type Order } from './order-buttons.tsx'
import { isSigned, measureName, type PairKind } from './pair-kind.ts'
import type { Pair } from './pair.ts'
import styles from './similarity-matrix.module.css'
import type { SystemProps } from '../../system.ts'
import { useRatedMarks } from './rated-marks.ts'

/** Kept while the visit lasts: a changed setting keeps the order until another is asked for, so that two compare. */
const ordersInUse = new Map<string, Order>()

interface SimilarityMatrixProps extends Pick<
  SystemProps,
  'run' | 'info' | 'matrix' | 'pinned' | 'onPreview' | 'onPin'
> {
  readonly kind: PairKind
  /** the pair that the page speaks of, pinned or not */
  readonly selected: Pair | undefined
}

/** How near films, or people, are to one another: the matrix, its orders and its search. */
export function SimilarityMatrix({ kind, matrix, ...props }: SimilarityMatrixProps) {
  const { run, info } = props
  const { compared, noun } = kind
  if (!matrix) return <p>There are no {noun.many} to compare in this data.</p>
  const all = compared === 'films' ? info.items.length : info.people
  return (
    <div className={styles.fit}>
      <Drawn key={`${run.dataset} ${matrix.size}`} kind={kind} matrix={matrix} {...props} />
      {matrix.size < all && (
        <p className={styles.most}>
          The {count(matrix.size)} {noun.many} with most ratings of {count(all)} are drawn; the lists beside it are
          complete.
        </p>
      )}
    </div>
  )
}

function Drawn({
  kind,
  run,
  info,
  matrix,
  selected,
  pinned,
  onPreview,
  onPin,
}: SimilarityMatrixProps & { matrix: MatrixRows }) {
  const { ids, size } = matrix
  const titles = useMemo(() => Array.from(ids, (id) => kind.nameOf(info, id)), [ids, kind, info])
  const [order, choose] = useOrder(run, size)
  const [marked, mark] = useRatedMarks(kind, info, ids)
  const others = useMemo(() => ({ ...othersOf(kind, info), onMark: mark }), [kind, info, mark])
  const measure = String(run.settings.measure)
  const signed = isSigned(measure)
  return (
    <Matrix
      size={size}
      ids={ids}
      values={matrix.values}
      rowsDone={matrix.rowsDone}
      order={order.by === 'cluster' ? order.rows : undefined}
      titles={titles}
      scale={signed ? 'diverging' : 'sequential'}
      domain={signed ? [-1, 1] : [0, 1]}
      measureName={measureName(measure)}
      noun={kind.noun}
      others={others}
      marked={marked}
      selected={selected}
      isPinned={pinned?.kind === 'pair'}
      onPreview={(pair) => onPreview(pair && { kind: 'pair', ...pair })}
      onPin={(pair) => onPin(pair && { kind: 'pair', ...pair })}
      version={0}
    >
      <OrderButtons
        order={order}
        onCatalogue={() => choose({ by: 'catalogue' })}
        onCluster={async () => choose({ by: 'cluster', rows: await lab.clusterOrder(run) })}
      />
    </Matrix>
  )
}

function useOrder(run: RunRequest, size: number): [Order, (next: Order) => void] {
  const key = `${run.algorithm} ${run.dataset} ${size}`
  const [order, setOrder] = useState<Order>(ordersInUse.get(key) ?? { by: 'catalogue' })
  const choose = (next: Order) => {
    ordersInUse.set(key, next)
    setOrder(next)
  }
  return [order, choose]
}

/** What the search finds besides rows: the people who rated films, or the films that people rated. */
function othersOf({ compared }: PairKind, info: DatasetInfo) {
  if (compared === 'people') return { noun: 'film', titles: info.items.map(({ title }) => title) }
  return { noun: 'person', titles: Array.from({ length: info.people }, (_, person) => personName(person)) }
}
