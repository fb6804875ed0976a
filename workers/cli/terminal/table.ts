/** Rows of cells as aligned lines: the first column to the left, the others to the right, two spaces between. */
export function alignedLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, c) => (widths[c] = Math.max(widths[c] ?? 0, cell.length)))
  return rows.map((row) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join('  ')
      .trimEnd(),
  )
}

/**
 * A table with a heading row; where its columns do not fit the width, it goes on below with the first column again.
 */
export function tableLines(rows: readonly (readonly string[])[], width: number): string[] {
  const columns = rows[0]?.length ?? 0
  const lines: string[] = []
  for (let first = 1; first < columns;) {
    let last = first + 1
    const upTo = (end: number) => alignedLines(rows.map((row) => [row[0], ...row.slice(first, end)]))
    while (last < columns && upTo(last + 1).every((line) => line.length <= width)) last++
    if (lines.length > 0) lines.push('')
    lines.push(...upTo(last))
    first = last
  }
  return lines
}
