import { FmFormula } from '../shared/fm/fields-formula.tsx'
import { Term } from '../shared/lesson/formula.tsx'
import { significant } from '../../format/numbers.ts'
import { ScoreOfTheFilm } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'

export function Lesson(props: SystemProps) {
  const { run, info, who } = props
  const inContext = run.settings.context === 'all' && info.context.length > 0
  return (
    <>
      <p>
        A factorization machine gives every feature a single vector, so that what a genre is to{' '}
        <Term of={who === 'you' ? 'you' : 'person'}>{who === 'you' ? 'you' : 'a person'}</Term>
        {inContext ? ' and what it is to a place' : ''} must be told by the same{' '}
        {significant(Number(run.settings.factors))} numbers. Here it has a vector for each kind of thing that it can
        meet: toward persons one, toward <Term of="film">films</Term> another
        {inContext ? ', toward places a third' : ''}; a pair multiplies the vector of each toward the field of the
        other. That is as many times the weights as there are fields, and every pair of the features that are there is
        looked at, but never one that is not. The plain machine above the diagonal learns beside it from the same
        batches, with the same settings: where the two halves differ, it is the fields that make the difference.
      </p>
      <FmFormula fieldAware />
      <ScoreOfTheFilm {...props} />
    </>
  )
}
