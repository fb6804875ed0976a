/** Letters that stand for others where a keyboard lacks them, and do not come apart into a letter and a mark. */
const others: Readonly<Record<string, string>> = {
  ...{ ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', đ: 'd', ð: 'd', þ: 'th' },
  ...{ ł: 'l', ı: 'i', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k', ς: 'σ' },
}

/**
 * A text as it is searched for: lower case, without accents, points or punctuation. "Amélie" is found by "amelie",
 * "Ødegård" by "odegard", "שָׁלוֹם" by "שלום", "M*A*S*H" by "mash". Vowels that are written as marks, as in India, stay.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/(?=\p{M})\p{Diacritic}|['’.*]/gu, '')
    .replace(/[øæœßđðþłıħŧŋĸς]/g, (letter) => others[letter]!)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
    .normalize('NFC')
}
