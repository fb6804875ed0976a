/** Σ over all cells of c(p − x·y)² + λ(‖X‖² + ‖Y‖²), cell by cell (Hu, Koren and Volinsky 2008, eq. 3). */
export function lossByDefinition(
  interactions: readonly ArrayLike<number>[],
  people: readonly ArrayLike<number>[],
  items: readonly ArrayLike<number>[],
  regularization: number,
  alpha: number,
): number {
  let loss = 0
  interactions.forEach((row, u) => {
    for (let i = 0; i < row.length; i++) {
      let score = 0
      for (let f = 0; f < people[u].length; f++) score += people[u][f] * items[i][f]
      loss += (1 + alpha * row[i]) * ((row[i] > 0 ? 1 : 0) - score) ** 2
    }
  })
  return loss + regularization * (squares(people) + squares(items))
}

function squares(rows: readonly ArrayLike<number>[]): number {
  let sum = 0
  for (const row of rows) for (let f = 0; f < row.length; f++) sum += row[f] * row[f]
  return sum
}
