import fc from 'fast-check'
import { expect, test } from 'vitest'
import { folded } from './folded.ts'

test.each([
  ['Ødegård', 'odegard'],
  ['Æon Flux', 'aeon flux'],
  ['Œuvre', 'oeuvre'],
  ['Straße', 'strasse'],
  ['STRASSE', 'strasse'],
  ['GROẞ', 'gross'],
  ['Đorđe', 'dorde'],
  ['Þór Eiríksson', 'thor eiriksson'],
  ['Ragnarök í Iðu', 'ragnarok i idu'],
  ['Paweł Kieślowski', 'pawel kieslowski'],
  ['Ilık İstanbul', 'ilik istanbul'],
  ['Amélie', 'amelie'],
  ['Ame\u0301lie', 'amelie'],
  ['Phở Việt', 'pho viet'],
  ['Ёлки', 'елки'],
  ['Μήδεια', 'μηδεια'],
  ['שָׁלוֹם', 'שלום'],
  ['مُحَمَّد', 'محمد'],
  ['\u2068שלום עולם!\u2069', 'שלום עולם'],
  ['हिन्दी की कहानी', 'हिनदी की कहानी'],
  ['फ़िल्म', 'फिलम'],
  ['Ｆｉｌｍ １', 'film 1'],
  ['M*A*S*H', 'mash'],
  ['  Don’t… ', 'dont'],
])('%s is searched for as %s', (text, wanted) => {
  expect(folded(text)).toBe(wanted)
  expect(folded(wanted)).toBe(wanted)
})

test('a vowel that is written as a mark tells words apart', () => {
  expect(folded('कमल')).not.toBe(folded('कमाल'))
})

test('it is the same however a text is composed, and folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(folded(text.normalize('NFD'))).toBe(folded(text.normalize('NFC')))
      expect(folded(folded(text))).toBe(folded(text))
    }),
  )
})
