import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { damaged } from '../../workers/testing/damaged-files.ts'
import type { LabApi } from '../../workers/lab/api.ts'
import { random } from '../../workers/lib/random.ts'
import { infoOf, openData } from '../../workers/lab/opened-data.ts'
import { importData } from './data.ts'
import { store } from './store.ts'

vi.mock('./address.ts', () => ({ pushNext: () => {} }))

const folder = new URL('../../workers/data/fixtures/06-crlf-bom/', import.meta.url)
const good = ['ratings.csv', 'movies.csv'].map((path) => ({
  path,
  text: readFileSync(new URL(path, folder), 'latin1'),
}))
const lab = { openDataset: async (source) => await infoOf(await openData(source)) } as Pick<
  LabApi,
  'openDataset'
> as LabApi

test('a file that cannot be read changes nothing but what is said of it', async () => {
  let failed = 0
  for (let seed = 0; seed < 300; seed++) {
    const { imports: _, announcement: __, ...before } = store.getState()
    const files = damaged(good, random(seed)).map(({ path, text }) => ({
      path,
      file: new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))]),
    }))
    await importData(lab, store, { files, name: 'a folder' })
    const { imports, announcement, ...after } = store.getState()
    if (imports?.status === 'failed') {
      failed++
      expect(after).toEqual(before)
      expect(announcement.text).toBe(`a folder could not be read: ${imports.message}`)
    } else {
      expect(after.experiment).toEqual({ ...before.experiment, dataset: after.experiment.dataset })
      store.setState(before)
    }
  }
  expect(failed).toBeGreaterThan(100)
  expect(failed).toBeLessThan(300)
})
