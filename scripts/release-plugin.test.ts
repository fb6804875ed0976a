import { readFileSync } from 'node:fs'
import { Linter } from 'eslint'
import { expect, test } from 'vitest'
import { withFirstScript } from './release-plugin.ts'

test('the first script is in the page, in words that a browser of any age reads', () => {
  const { html } = withFirstScript(readFileSync('index.html', 'utf8'))
  const [, script] = /<script>([^]+?)<\/script>/.exec(html)!
  expect(script).toContain('too old')
  expect(script).not.toContain('/*')
  const asIn2009 = { languageOptions: { ecmaVersion: 5, sourceType: 'script' } } as const
  expect(new Linter().verify(script!, asIn2009)).toEqual([])
  expect(new Linter().verify('`now`', asIn2009)).not.toEqual([])
})
