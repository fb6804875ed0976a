import {
  recommend,
  type Frame,
  type Person,
  type Rated,
  type Recommender,
  type SnapshotRequest,
} from '../contract/system.ts'
import { checkContext } from '../contract/context.ts'
import { ratingsOfRow } from '../contract/positives.ts'
import { helpersOf, told } from '../contract/reasons.ts'
import type { Interactions } from '../data/dataset.ts'
import type { Listed, ViewRequest, Who } from './api.ts'
import type { OpenDataset } from './opened-data.ts'
import type { Run } from './run.ts'

/** What a view shows of a frame: the list, the reasons, the quality and the picture, as far as they are asked for. */
export async function viewAt(run: Run, frame: Frame, request: ViewRequest, opened: OpenDataset) {
  const recommender = await frame.recommender()
  const person = personOf(recommender, request, opened)
  const list = person && listFor(person, request, opened)
  const asked = request.why ?? list?.[0]?.item
  return {
    step: frame.step,
    did: frame.did,
    ...(frame.loss && { loss: await frame.loss() }),
    ...(list && { list }),
    ...(person &&
      asked !== undefined && {
        why: {
          item: asked,
          explanation: told(person.explain(asked), ratedBy(request.who, opened.train)),
          ...(person.predict && { rating: person.predict(asked) }),
        },
      }),
    ...(request.evaluate !== false && { quality: await run.qualityAt(frame) }),
    ...(request.snapshot && { snapshot: await frame.snapshot(snapshotRequest(request, person, asked, opened)) }),
  }
}

function snapshotRequest(
  { snapshot, who, now }: ViewRequest,
  person: Person | undefined,
  item: number | undefined,
  { train }: OpenDataset,
): SnapshotRequest {
  const shown = { fromRow: 0, ...snapshot }
  if (!person) return shown
  return {
    ...shown,
    person,
    rated: ratedBy(who, train),
    ...('person' in who && { user: who.person }),
    ...(now && { now }),
    ...(item !== undefined && { item }),
  }
}

const ratedBy = (who: Who, train: Interactions): readonly Rated[] =>
  'ratings' in who ? who.ratings : ratingsOfRow(train.ratings, who.person)

function personOf(recommender: Recommender, { who, now }: ViewRequest, { dataset }: OpenDataset): Person | undefined {
  if (now) checkContext(now, dataset.interactions.context)
  if ('ratings' in who) return who.ratings.length > 0 ? recommender.foldIn(who.ratings, now) : undefined
  const people = dataset.interactions.ratings.rows
  if (who.person >= people) throw new Error(`person ${who.person + 1}: there are only ${people} people in this data`)
  return recommender.person(who.person, now)
}

function listFor(person: Person, { who, n }: ViewRequest, { train, dataset: { scale } }: OpenDataset): Listed[] {
  const rated = ratedBy(who, train)
  const best = recommend(
    person,
    n,
    rated.map(({ item }) => item),
  )
  return best.map(({ item, score }) => ({
    item,
    score,
    ...(person.predict && { rating: person.predict(item) }),
    because: helpersOf(told(person.explain(item), rated), scale)
      .slice(0, 2)
      .map(({ item, person, label, given }) => ({
        ...(item !== undefined && { item }),
        ...(person !== undefined && { person }),
        ...(label !== undefined && { label }),
        ...(given !== undefined && { given }),
      })),
  }))
}
