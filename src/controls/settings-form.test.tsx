import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../workers/catalog.ts'
import { SettingsForm, type PresetShown } from './settings-form.tsx'

const form = (id: string, preset: PresetShown) => {
  const { spec } = catalog.find(({ spec }) => spec.id === id)!
  return renderToStaticMarkup(
    <SettingsForm
      spec={spec}
      values={spec.presets.tuned.values}
      preset={preset}
      onPreset={() => undefined}
      onChange={() => undefined}
    />,
  )
}

describe.each(catalog.map(({ spec }) => spec))('the form of $id', (spec) => {
  test('has a control with a reason for every setting', () => {
    const html = form(spec.id, 'tuned')
    const described = [...html.matchAll(/aria-describedby="(.+?)"/g)].map(([, id]) => id!)
    expect(described).toHaveLength(spec.settings.length)
    for (const id of described) expect(html).toContain(`<p id="${id}">`)
    for (const { why } of spec.settings) expect(html).toContain(renderToStaticMarkup(<i>{why}</i>).slice(3, -4))
  })

  test('shows the values of its preset exactly', () => {
    const html = form(spec.id, 'tuned')
    for (const setting of spec.settings) {
      if (setting.kind !== 'number') continue
      const value = spec.presets.tuned.values[setting.id]!
      expect(
        html.match(/aria-valuetext="(.+?)"/g)!.map((text) => parseFloat(text.slice(16).replaceAll(',', ''))),
      ).toContain(value)
    }
  })
})

test('"Yours" is what one gets by changing something', () => {
  const yours = (html: string) => /<input([^>]*)\/?><span>Yours/.exec(html)![1]
  expect(yours(form('als', 'tuned'))).toContain('disabled')
  expect(yours(form('als', 'yours'))).toContain('checked')
  expect(yours(form('als', 'yours'))).not.toContain('disabled')
})
