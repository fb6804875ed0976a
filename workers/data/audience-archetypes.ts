/** The genres of the catalogue, in the order of every genre vector. */
export const genres = [
  'action',
  'adventure',
  'animation',
  'comedy',
  'crime',
  'documentary',
  'drama',
  'family',
  'fantasy',
  'history',
  'horror',
  'musical',
  'mystery',
  'romance',
  'science fiction',
  'thriller',
  'war',
  'western',
] as const
export type Genre = (typeof genres)[number]

/** A taste, planted: which genres someone chooses, and which tone they like once they have chosen. */
export interface Archetype {
  readonly name: string
  readonly genres: Readonly<Partial<Record<Genre, number>>>
  /** light (+) to dark (-), lively (+) to contemplative (-) */
  readonly tone: readonly [light: number, lively: number]
}

/**
 * Ten ways to love films. Several share genres and differ in tone (thrillers: dark puzzles or fast fun; animation:
 * bright or dreamlike), because what people choose and how they like it are different things.
 */
export const archetypes: readonly Archetype[] = [
  { name: 'slow and quiet', genres: { drama: 1, documentary: 0.8, history: 0.5, romance: 0.2 }, tone: [-0.2, -1] },
  { name: 'family evenings', genres: { animation: 1, family: 1, musical: 0.5, fantasy: 0.4 }, tone: [1, 0.1] },
  { name: 'spectacle', genres: { action: 1, 'science fiction': 0.8, adventure: 0.9 }, tone: [0.1, 1] },
  { name: 'crime, grim', genres: { crime: 1, thriller: 0.9, mystery: 0.5 }, tone: [-1, 0.2] },
  { name: 'capers', genres: { crime: 0.8, comedy: 0.8, thriller: 0.6, action: 0.4 }, tone: [0.6, 0.8] },
  { name: 'romance', genres: { romance: 1, musical: 0.5, comedy: 0.5, drama: 0.3 }, tone: [0.8, -0.6] },
  { name: 'horror', genres: { horror: 1, mystery: 0.5, thriller: 0.5, 'science fiction': 0.2 }, tone: [-1, -0.1] },
  {
    name: 'big ideas',
    genres: { 'science fiction': 1, mystery: 0.8, fantasy: 0.4, drama: 0.3 },
    tone: [-0.3, -1],
  },
  { name: 'history and the West', genres: { war: 1, history: 0.9, western: 0.9, adventure: 0.2 }, tone: [-0.6, 0.5] },
  { name: 'laughs', genres: { comedy: 1, family: 0.2, romance: 0.3, fantasy: 0.2 }, tone: [0.9, 0.5] },
  { name: 'dreams', genres: { fantasy: 1, animation: 0.7, romance: 0.3, musical: 0.2 }, tone: [0.2, -1] },
]
