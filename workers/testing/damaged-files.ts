import type { Random } from '../lib/random.ts'

/** A file of a folder, its bytes as characters of Latin-1, so that any byte can be written. */
export interface PlainFile {
  readonly path: string
  readonly text: string
}

type Damage = (text: string, from: Random) => string

const oneOf = <T>(of: readonly T[], from: Random): T => of[from.integer(of.length)]!

/** What stands where a number should. */
const oddFields = [
  ...[
    '',
    '""',
    '"',
    ' 5',
    '5 ',
    '+4',
    '-0',
    '-1',
    '4.0.0',
    '4,5',
    '.5',
    '5.',
    '1e1',
    '1e309',
    '0x10',
    'NaN',
    'Infinity',
  ],
  ...['4294967295', '4294967296', '9007199254740993', '9'.repeat(400), `4.${'0'.repeat(400)}`, '1'.repeat(11000)],
  ...['null', '\0', '\u00b2', '\u00e9', '\u00ef\u00bb\u00bf1', '=1+1'],
]
const oddText = [
  ' ',
  '(',
  ')',
  '"',
  ',',
  '|',
  '::',
  '\t',
  ' (',
  ', The',
  '((1990)',
  '\u00c3\u00a9',
  '\u00d7\u00a9 ',
  '-',
]
const separators = [',', ';', '\t', '::', '|', ':', ' ']
const lineEnds = ['\n', '\r\n', '\r', '\n\n\n', '\n\r', '\u2028', '']
const marks = ['\u00ef\u00bb\u00bf', '\u00ff\u00fe', '\u00fe\u00ff', '\0', '\u00ef\u00bb']

/** Changes one line, chosen by chance. */
const inALine =
  (change: (fields: string[], from: Random) => readonly string[]): Damage =>
  (text, from) => {
    const lines = text.split('\n')
    const at = from.integer(lines.length)
    const by = separators.find((separator) => lines[at]!.includes(separator)) ?? ','
    lines[at] = change(lines[at]!.split(by), from).join(by)
    return lines.join('\n')
  }

const damages: readonly Damage[] = [
  (text, from) => text.slice(0, from.integer(text.length + 1)),
  (text, from) => text.slice(from.integer(text.length + 1)),
  (text, from) => {
    const [at, n] = [from.integer(text.length + 1), from.integer(80)]
    return text.slice(0, at) + text.slice(at + n)
  },
  (text, from) => {
    const letters = [...text]
    for (let n = from.integer(6); n >= 0; n--) {
      const at = from.integer(letters.length + 1)
      letters[at] = String.fromCharCode((letters[at]?.charCodeAt(0) ?? 0) ^ (1 << from.integer(8)))
    }
    return letters.join('')
  },
  (text, from) => {
    const [a, b] = [from.integer(text.length + 1), from.integer(text.length + 1)]
    return text.slice(0, a) + text.slice(Math.min(a, b), Math.max(a, b)) + text.slice(a)
  },
  (text, from) => {
    const at = from.integer(text.length + 1)
    return (
      text.slice(0, at) +
      oneOf(oddText, from).repeat(1 + from.integer(oneOf([1, 30, 4000, 12000], from))) +
      text.slice(at)
    )
  },
  (text, from) => oneOf(marks, from) + text,
  (text, from) => text.replaceAll('\n', oneOf(lineEnds, from)),
  (text, from) => text.replaceAll(oneOf(separators, from), oneOf(separators, from)),
  (text, from) => {
    const lines = text.split('\n')
    return lines.toSpliced(from.integer(lines.length), 0, lines[0]!, oneOf(lines, from)).join('\n')
  },
  (text, from) => {
    const [a, b] = [from.integer(3), from.integer(3)]
    const by = separators.find((separator) => text.includes(separator)) ?? ','
    const swapped = (fields: string[]) => fields.with(Math.min(a, fields.length - 1), fields[b] ?? '')
    return text
      .split('\n')
      .map((line) => swapped(line.split(by)).join(by))
      .join('\n')
  },
  (text) => text.replace(/[^,:\t|\n]+/g, '"$&"'),
  (text) => [...text].map((letter) => `${letter}\0`).join(''),
  (text, from) => text.slice(0, 200).repeat(1 + from.integer(30)),
  inALine((fields, from) => fields.with(from.integer(fields.length), oneOf(oddFields, from))),
  inALine((fields, from) => fields.with(from.integer(fields.length), oneOf(oddFields, from))),
  inALine((fields, from) => fields.toSpliced(from.integer(fields.length), 1)),
  inALine((fields, from) => fields.toSpliced(from.integer(fields.length), 0, oneOf(oddFields, from))),
]

/** For tests: good files with one or two damages each, drawn by seed, and now and then another path. */
export function damaged(files: readonly PlainFile[], from: Random): PlainFile[] {
  const hit = from.integer(files.length)
  return files.map(({ path, text }, place) => {
    if (place !== hit && from.integer(6) > 0) return { path, text }
    let changed = text
    for (let n = from.integer(2); n >= 0; n--) changed = oneOf(damages, from)(changed, from)
    return {
      path:
        from.integer(12) > 0 ? path : oneOf([path.replaceAll('/', '\\'), `a/b/${path}`, `${path}.txt`, '', '/'], from),
      text: changed,
    }
  })
}

/** For tests: a zip cut short, with bytes turned, or with a directory that lies. */
export function damagedZip(zip: Uint8Array, from: Random): Uint8Array {
  const turned = zip.slice()
  const kind = from.integer(4)
  if (kind === 0) return turned.slice(0, from.integer(zip.length + 1))
  const tail = Math.min(zip.length, 220)
  for (let n = from.integer(8); n >= 0; n--) {
    const at = kind === 1 ? from.integer(zip.length) : zip.length - 1 - from.integer(tail)
    turned[at] = kind === 3 ? oneOf([0, 1, 8, 0x7f, 0xff], from) : turned[at]! ^ (1 << from.integer(8))
  }
  return turned
}
