import type { ContextField } from './dataset.ts'
import type { Genre } from './audience-archetypes.ts'

/** What a context makes people reach for: genres, and a tone (light to dark, lively to contemplative). */
export interface Pull {
  readonly genres: Readonly<Partial<Record<Genre, number>>>
  readonly tone: readonly [light: number, lively: number]
}

interface ContextFieldOfAudience {
  readonly id: ContextField['id']
  /** how strongly this field pulls, against the others */
  readonly weight: number
  readonly values: readonly { readonly name: string; readonly pull: Pull }[]
}

/** The four context fields of an evening with a film, and what each does to the choice. */
export const audienceContext: readonly ContextFieldOfAudience[] = [
  {
    id: 'time of day',
    weight: 0.35,
    values: [
      { name: 'morning', pull: { genres: { family: 0.6, animation: 0.6, documentary: 0.4 }, tone: [0.5, -0.2] } },
      { name: 'afternoon', pull: { genres: { adventure: 0.7, western: 0.4, history: 0.3 }, tone: [0.2, 0.3] } },
      { name: 'evening', pull: { genres: { drama: 0.6, comedy: 0.4, romance: 0.4 }, tone: [0, 0.2] } },
      { name: 'night', pull: { genres: { horror: 0.8, thriller: 0.5 }, tone: [-0.6, -0.2] } },
    ],
  },
  {
    id: 'place',
    weight: 0.25,
    values: [
      { name: 'home', pull: { genres: { drama: 0.5, mystery: 0.4 }, tone: [-0.3, -0.4] } },
      { name: 'commute', pull: { genres: { comedy: 0.8, documentary: 0.3 }, tone: [0.5, 0.3] } },
      { name: 'away', pull: { genres: { adventure: 0.6, romance: 0.5 }, tone: [0.2, 0.4] } },
    ],
  },
  {
    id: 'device',
    weight: 0.2,
    values: [
      { name: 'television', pull: { genres: { action: 0.6, 'science fiction': 0.6, war: 0.3 }, tone: [0, 0.8] } },
      { name: 'laptop', pull: { genres: { drama: 0.5, documentary: 0.6 }, tone: [-0.2, -0.7] } },
      { name: 'phone', pull: { genres: { comedy: 0.7, animation: 0.4 }, tone: [0.5, 0.1] } },
    ],
  },
  {
    id: 'company',
    weight: 0.7,
    values: [
      { name: 'alone', pull: { genres: { drama: 0.4, mystery: 0.4, documentary: 0.3 }, tone: [-0.6, -0.8] } },
      { name: 'partner', pull: { genres: { romance: 1, musical: 0.3, thriller: 0.2 }, tone: [0.3, -0.2] } },
      { name: 'family', pull: { genres: { family: 0.9, animation: 0.8, adventure: 0.4 }, tone: [0.8, 0.5] } },
    ],
  },
]

// Chances in the order of the values above: nobody commutes with a television, and few are with family on a phone.
const timeOfDay = [0.14, 0.22, 0.42, 0.22]
const placeAt = [
  [0.5, 0.38, 0.12],
  [0.6, 0.15, 0.25],
  [0.75, 0.13, 0.12],
  [0.86, 0.04, 0.1],
]
const deviceAt = [
  [0.62, 0.26, 0.12],
  [0, 0.25, 0.75],
  [0.35, 0.4, 0.25],
]
const companyAt = [
  [0.34, 0.34, 0.32],
  [0.85, 0.09, 0.06],
  [0.3, 0.4, 0.3],
]

/** One context: a code a field, and how often it occurs. */
export interface AudienceContext {
  readonly codes: readonly [time: number, place: number, device: number, company: number]
  readonly chance: number
}

/** Every context that occurs, with chances that add up to 1. */
export function audienceContexts(): AudienceContext[] {
  const all: AudienceContext[] = []
  timeOfDay.forEach((ofTime, time) =>
    placeAt[time]!.forEach((ofPlace, place) =>
      deviceAt[place]!.forEach((ofDevice, device) =>
        companyAt[place]!.forEach((ofCompany, company) => {
          const chance = ofTime * ofPlace * ofDevice * ofCompany
          if (chance > 0) all.push({ codes: [time, place, device, company], chance })
        }),
      ),
    ),
  )
  return all
}
