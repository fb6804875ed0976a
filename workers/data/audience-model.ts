/** The numbers behind the simulated audience. A change to any of them is a new version of the data. */
export const audienceModel = {
  seed: 2026,
  people: 600,
  /** Dirichlet over the archetypes: how mixed people's tastes are; small is pure */
  mixing: 0.35,
  genreNoise: 0.12,
  toneNoise: 0.35,
  /** ratings a person: log-normal, clipped */
  activity: { mean: 3.65, deviation: 0.75, least: 10, most: 240 },
  /** quality in stars, and how much of it fame tells (a correlation) */
  quality: { deviation: 0.3, fame: 0.5 },
  /** log fame is −ln(rank + flattening): without it the first few films are seen by nearly everybody (Mandelbrot) */
  flattening: 8,
  /** log odds of choosing a film: log fame, genre and a little tone, the occasion, and being talked about that week */
  choice: { fame: 1.5, taste: 2.5, tone: 0.4, occasion: 1.4, moment: 1.5 },
  /** what a person truly likes: some genre, mostly tone */
  taste: { genre: 0.45, tone: 0.9 },
  /** stars: base + the person's generosity + quality + taste + the occasion + noise, rounded */
  rating: { base: 2.85, generosity: 0.3, taste: 0.85, occasion: 0.12, noise: 0.5 },
} as const

const day = 86_400

/** Two years from 1 July 2024, 00:00 UTC. Seconds. */
export const calendar = { day, start: 1_719_792_000, days: 730, week: 7 * day, weeks: 105 } as const
