import { Term } from '../shared/lesson/formula.tsx'
import { count } from '../../format/numbers.ts'
import { profileSpace } from '../shared/profile/profile-space.ts'
import { Cosine, ScoreFromCosine, ScoreOfTheFilm } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'

export function Lesson(props: SystemProps) {
  const { view, run, info, who } = props
  const features = profileSpace(view.snapshot)?.names.length ?? 0
  const centred = run.settings.weights === 'centred'
  const { low, high } = info.scale
  const middle = (low + high) / 2
  const term = who === 'you' ? 'you' : 'person'
  return (
    <>
      <p>
        Every <Term of="film">film</Term> is a row of {count(features)} features, and a <Term of={term}>profile</Term>{' '}
        is the mean of the rows of what one rated, weighted by {centred ? 'stars less one’s own mean' : 'stars'}: the
        smaller the angle between the two, the higher the score.{' '}
        {centred
          ? 'What you liked less than usual pushes the profile away from its features, so a film can point straight against you; held-out tests punish that, because people also watch what they then rate low.'
          : `With stars as they are, even a film you disliked pulls the profile towards itself, and since no weight is below 0 no score is below ${middle}: it ranks, but it cannot say no.`}{' '}
        No other person is asked, so it works for a film that nobody has rated, and is blind to all that no feature
        says; and a cosine is not a number of stars, as the error of its predictions shows.
      </p>
      <Cosine who={who} />
      <ScoreFromCosine info={info} />
      <ScoreOfTheFilm {...props} />
    </>
  )
}
