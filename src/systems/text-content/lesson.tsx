import { Formula, Symbol, Term } from '../shared/lesson/formula.tsx'
import { count, significant } from '../../format/numbers.ts'
import { entriesOf, profileSpace } from '../shared/profile/profile-space.ts'
import { Cosine, ScoreFromCosine, ScoreOfTheFilm } from '../shared/lesson/score-of-the-film.tsx'
import type { SystemProps } from '../system.ts'

export function Lesson(props: SystemProps) {
  const { view, run, who, info } = props
  const words = profileSpace(view.snapshot)?.names.length ?? 0
  const texts = info.items.some(({ description }) => description === undefined)
    ? 'the words of its title and its genres'
    : 'the words of its description'
  return (
    <>
      <p>
        A <Term of="film">film</Term> is {texts}, each weighed by how often it stands there and by how few texts have
        it; {count(words)} words count at this step
        {run.settings.stopWords === 'english' ? ', and words like “the” do not' : ''}. A{' '}
        <Term of={who === 'you' ? 'you' : 'person'}>profile</Term> is the mean of the rated films’ words, weighted by{' '}
        {run.settings.weights === 'centred' ? 'stars less one’s own mean' : 'stars'}, and a film scores by the angle to
        it, so two films are alike only where they share a word: “robot” and “android” are strangers. A word is two or
        more letters or digits of any script; marks belong to their letter (scikit-learn ends a word at each, so of
        हिन्दी it keeps nothing). It needs nobody’s ratings but one’s own and can say which words did it, but what a film
        is about is a small part of who likes it.
      </p>
      <WeightOfAWord {...props} />
      <Cosine who={who} />
      <ScoreFromCosine info={info} />
      <ScoreOfTheFilm {...props} />
    </>
  )
}

/** The weight of a word in a text, and with numbers for the word that weighs most in the film whose reasons are shown. */
function WeightOfAWord({ view, info }: SystemProps) {
  const space = profileSpace(view.snapshot)
  const { documents, count: counts, idf, read } = view.snapshot ?? {}
  const item = view.why?.item
  if (!(documents instanceof Uint32Array && counts instanceof Uint32Array && idf instanceof Float32Array)) return null
  const term = view.why?.explanation.contributions[0]
  const place = term?.label === undefined || term.always ? -1 : (space?.names.indexOf(term.label) ?? -1)
  const entry = space && item !== undefined ? entriesOf(space, item).feature.indexOf(place) : -1
  const times = entry < 0 ? 0 : counts[space!.start[item!]! + entry]!
  return (
    <>
      <Formula says="A word's weight before the row is brought to length 1: how often it stands there, times its idf">
        <Symbol of="film">w</Symbol>
        <mo>=</mo>
        <mtext>times in the text</mtext>
        <mo>×</mo>
        <mrow>
          <mo>(</mo>
          <mi>ln</mi>
          <mfrac>
            <mrow>
              <mn>1</mn>
              <mo>+</mo>
              <mtext>texts read</mtext>
            </mrow>
            <mrow>
              <mn>1</mn>
              <mo>+</mo>
              <mtext>texts with it</mtext>
            </mrow>
          </mfrac>
          <mo>+</mo>
          <mn>1</mn>
          <mo>)</mo>
        </mrow>
      </Formula>
      {times > 0 && (
        <Formula says={`The weight of “${term!.label}” in ${info.items[item!]?.title ?? 'the film'}`}>
          <mtext>“{term!.label}”:</mtext>
          <mspace />
          <mn>{count(times)}</mn>
          <mo>×</mo>
          <mrow>
            <mo>(</mo>
            <mi>ln</mi>
            <mfrac>
              <mrow>
                <mn>1</mn>
                <mo>+</mo>
                <mn>{count(Number(read))}</mn>
              </mrow>
              <mrow>
                <mn>1</mn>
                <mo>+</mo>
                <mn>{count(documents[place]!)}</mn>
              </mrow>
            </mfrac>
            <mo>+</mo>
            <mn>1</mn>
            <mo>)</mo>
          </mrow>
          <mo>=</mo>
          <mn>{significant(times * idf[place]!)}</mn>
        </Formula>
      )}
    </>
  )
}
