import type {
  Context,
  Person,
  Rated,
  Recommender,
  CompositeContext,
  Snapshot,
  SnapshotRequest,
} from '../../contract/system.ts'
import { tunedAsComponent } from '../../algorithms/catalog.ts'
import { ratingsOfRow } from '../../contract/positives.ts'
import type { Settings } from '../../contract/spec.ts'
import { nearestOnGpu, type NearestOnGpu } from './nearest.ts'
import { topK, type Scored } from '../../lib/top-k.ts'
import { explainPick } from '../mmr/explain-pick.ts'
import { embeddingsOf, productsWith, queryOf, type Embeddings } from './embeddings.ts'
import { graphPicture, searchPicture } from './picture.ts'
import { retrievalOf, upTo, type Retrieval } from './retrieval.ts'
import { stepsOf } from './spec.ts'
import { stagesOf, type Asking, type Sizes, type Stages } from './stages.ts'

export const sizesOf = ({ candidates, length, lambda }: Settings): Sizes => ({
  candidates: Number(candidates),
  length: Number(length),
  lambda: Number(lambda),
})

/** The trained parts, and everybody served by them. */
export class Served {
  readonly embeddings: Embeddings
  readonly retrieval: Retrieval
  readonly #retriever: Recommender
  readonly #ranker: Recommender | undefined
  readonly #context: CompositeContext
  readonly #sizes: Sizes
  #gpu: NearestOnGpu | undefined
  readonly #stages = new WeakMap<Person, { asking: Asking; stages: () => Stages }>()

  private constructor(
    retriever: Recommender,
    ranker: Recommender | undefined,
    embeddings: Embeddings,
    retrieval: Retrieval,
    context: CompositeContext,
    settings: Settings,
  ) {
    this.embeddings = embeddings
    this.retrieval = retrieval
    this.#retriever = retriever
    this.#ranker = ranker
    this.#context = context
    this.#sizes = sizesOf(settings)
  }

  static async of(context: CompositeContext, settings: Settings): Promise<Served> {
    const part = (id: string) => context.trained(id, tunedAsComponent(id, settings))
    const retriever = await part(String(settings.retriever))
    const ranker = settings.ranker === 'none' ? undefined : await part(String(settings.ranker))
    const items = context.data.items.length
    const embeddings = embeddingsOf(retriever, items)
    const retrieval = await retrievalOf(context.ann, embeddings, settings, stepsOf(items, settings), context.seed)
    return new Served(retriever, ranker, embeddings, retrieval, context, settings)
  }

  /** Everybody as they are served once a search has made so many hops. */
  after(hops: number): Recommender {
    return {
      person: (user, now) => this.#serve(this.askingOf(user, now), this.#retriever.person(user, now), hops),
      foldIn: (ratings, now) => {
        const person = this.#retriever.foldIn(ratings, now)
        if (!person) return undefined
        const ranker = this.#ranker?.foldIn(ratings, now)
        return this.#serve({ query: queryOf(person), ranker, seen: itemsOf(ratings) }, person, hops)
      },
      similarItems: (item, n) => this.#retriever.similarItems(item, n),
      export: () => this.#retriever.export(),
    }
  }

  askingOf(user: number, now?: Context): Asking {
    return {
      query: queryOf(this.#retriever.person(user, now)),
      ranker: this.#ranker?.person(user, now),
      seen: itemsOf(ratingsOfRow(this.#context.data.interactions.ratings, user)),
    }
  }

  /** The graph, how the search in it goes, and what each stage hands on. */
  async pictureOf({ person }: SnapshotRequest): Promise<Snapshot> {
    const found = person && this.#stages.get(person)
    const graph = graphPicture(this.retrieval, this.embeddings)
    if (!found) return graph
    const { asking } = found
    const stages = found.stages()
    const exact = asking.query ? await this.#exactly(asking.query, stages.retrieved.best.length) : []
    return { ...graph, ...searchPicture(this.retrieval, asking, stages, exact) }
  }

  /** Frees what it holds on a device. */
  end() {
    this.#gpu?.destroy()
    this.#gpu = undefined
  }

  /** Every item looked at: on the GPU, where that is the device. */
  async #exactly(query: Float32Array, k: number): Promise<readonly Scored[]> {
    const { values, width, items } = this.embeddings
    const { device } = this.#context
    if (device.kind === 'cpu') return topK(productsWith(this.embeddings, query, upTo(items)), k)
    this.#gpu ??= nearestOnGpu(device, values, width)
    return (await this.#gpu.nearest(query, k))[0]
  }

  #serve(asking: Asking, retrieved: Person, hops: number): Person {
    let known: Stages | undefined
    const stages = () => (known ??= stagesOf(this.retrieval, this.embeddings, asking, this.#sizes, hops))
    const person: Person = {
      scores: () => {
        const scores = new Float64Array(this.#context.data.items.length).fill(-Infinity)
        for (const { item, score } of stages().list) scores[item] = score
        return scores
      },
      explain: (item) => {
        const pick = stages().list.find((own) => own.item === item)?.pick
        if (!pick) return (asking.ranker ?? retrieved).explain(item)
        const like = pick.like < 0 ? '' : this.#context.data.items[pick.like].title
        return explainPick({ ...pick, like }, this.#sizes.lambda)
      },
    }
    this.#stages.set(person, { asking, stages })
    return person
  }
}

const itemsOf = (ratings: readonly Rated[]): ReadonlySet<number> => new Set(ratings.map(({ item }) => item))
