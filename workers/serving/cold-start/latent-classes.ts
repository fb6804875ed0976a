import type { Interactions } from '../../data/dataset.ts'
import { exp, log } from '../../lib/portable-math.ts'
import { random, seedFor } from '../../lib/random.ts'

/** What somebody can say of a film. */
export const answers = ['not seen', 'did not like it', 'liked it'] as const

/** Kinds of people, found in the ratings: what a questioner believes of somebody, and learns more of with each answer. */
export interface LatentClasses {
  /** the share of each class, adding up to 1 */
  readonly prior: Float64Array
  readonly items: number
  /** items × answers × classes: how likely each answer is */
  readonly chances: Float64Array
  /** their natural logarithms */
  readonly logChances: Float64Array
}

const classes = 12
const rounds = 40
/** Every rating counts this much more for the whole audience's habits: a class of few people stays near the others. */
const smoothing = 20

/**
 * A mixture of multinomials by expectation–maximisation (Hofmann and Puzicha, IJCAI 1999): a class is a distribution over
 * (film, liked or not), and somebody's ratings are drawn from theirs. How much somebody watches plays no part in it. The
 * chance that a film was seen follows from the mean number of ratings.
 *
 * @param likedFrom a rating from here on says "liked it"
 */
export function latentClasses({ ratings }: Interactions, likedFrom: number, seed: number): LatentClasses {
  const { rows, columns, start, column, value } = ratings
  const cell = Uint32Array.from(column, (item, entry) => 2 * item + Number(value[entry] >= likedFrom))
  const cells = 2 * columns
  const everybody = new Float64Array(cells)
  for (const own of cell) everybody[own] += 1 / cell.length
  const from = random(seedFor('latent classes', seed))
  let belonging = Float64Array.from({ length: rows * classes }, () => 0.5 + from.uniform())
  normaliseRows(belonging)
  let model = maximised()
  for (let round = 0; round < rounds; round++) {
    belonging = expected(model)
    model = maximised()
  }
  const chances = chancesOf(model.shares, cell.length / Math.max(1, rows), columns)
  return { prior: model.prior, items: columns, chances, logChances: chances.map(log) }

  /** Each class's share of the people, and of each class the share of every (film, liked or not). */
  function maximised() {
    const prior = new Float64Array(classes).fill(1 / rows)
    const shares = new Float64Array(classes * cells)
    const totals = new Float64Array(classes).fill(smoothing)
    for (let c = 0; c < classes; c++) for (let k = 0; k < cells; k++) shares[c * cells + k] = smoothing * everybody[k]
    for (let person = 0; person < rows; person++) {
      for (let c = 0; c < classes; c++) {
        const own = belonging[person * classes + c]
        prior[c] += own
        totals[c] += own * (start[person + 1] - start[person])
        for (let e = start[person]; e < start[person + 1]; e++) shares[c * cells + cell[e]] += own
      }
    }
    normaliseRows(prior)
    for (let c = 0; c < classes; c++) for (let k = 0; k < cells; k++) shares[c * cells + k] /= totals[c]
    return { prior, shares }
  }

  function expected({ prior, shares }: ReturnType<typeof maximised>) {
    const logs = shares.map((share) => log(Math.max(share, 1e-12)))
    const own = new Float64Array(rows * classes)
    for (let person = 0; person < rows; person++) {
      for (let c = 0; c < classes; c++) {
        let sum = log(prior[c])
        for (let e = start[person]; e < start[person + 1]; e++) sum += logs[c * cells + cell[e]]
        own[person * classes + c] = sum
      }
      fromLogs(own.subarray(person * classes, (person + 1) * classes))
    }
    return own
  }
}

/** With so many ratings on average: how likely each answer is, of every item and class. */
function chancesOf(shares: Float64Array, ratings: number, items: number): Float64Array {
  const chances = new Float64Array(items * answers.length * classes)
  for (let item = 0; item < items; item++) {
    for (let c = 0; c < classes; c++) {
      const odds = [0, 1].map((liked) => Math.max(1e-9, ratings * shares[2 * (c * items + item) + liked]))
      const all = 1 + odds[0] + odds[1]
      ;[1, ...odds].forEach((odd, answer) => (chances[(item * answers.length + answer) * classes + c] = odd / all))
    }
  }
  return chances
}

/** Logarithms of weights to shares that add up to 1, in place. */
export function fromLogs(weights: Float64Array) {
  const most = weights.reduce((a, b) => Math.max(a, b), -Infinity)
  let total = 0
  for (let c = 0; c < weights.length; c++) total += weights[c] = exp(weights[c] - most)
  for (let c = 0; c < weights.length; c++) weights[c] /= total
}

function normaliseRows(values: Float64Array) {
  for (let first = 0; first < values.length; first += classes) {
    let total = 0
    for (let c = first; c < first + classes; c++) total += values[c]
    for (let c = first; c < first + classes; c++) values[c] /= total
  }
}
