import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Transport, type TransportProps } from './transport.tsx'

const nothing = () => undefined
const at: TransportProps = {
  step: 14,
  steps: 30,
  stepsDone: 20,
  playing: true,
  did: 'films solved',
  stepNames: { one: 'half-step', many: 'half-steps' },
  lossText: '21,300',
  speed: 2,
  seed: 42,
  onPlay: nothing,
  onPause: nothing,
  onStep: nothing,
  onSeek: nothing,
  onSpeed: nothing,
  onReset: nothing,
  onNewSeed: nothing,
  onCancel: nothing,
}
const markup = (props: Partial<TransportProps>) => renderToStaticMarkup(<Transport {...at} {...props} />)
const button = (html: string, name: string) => new RegExp(`<button[^>]*aria-label="${name}"[^>]*>`).exec(html)?.[0]

test('the timeline is a slider that says where it stands', () => {
  const slider = /<input[^>]*type="range"[^>]*>/.exec(markup({}))![0]
  expect(slider).toContain('aria-valuetext="half-step 14 of 30, films solved, loss 21,300"')
  expect(slider).toContain('min="0" max="30"')
  expect(slider).toContain('value="14"')
})

test('what cannot be done is said, and stays reachable', () => {
  const start = markup({ step: 0, playing: false })
  for (const name of ['Reset, same seed', 'Step back']) {
    expect(button(start, name)).toContain('aria-disabled="true"')
    expect(button(start, name)).not.toContain(' disabled')
    expect(button(markup({}), name)).toContain('aria-disabled="false"')
  }
  expect(button(markup({ step: 30 }), 'Step')).toContain('aria-disabled="true"')
  expect(button(start, 'Play')).toBeDefined()
  expect(button(markup({}), 'Pause')).toBeDefined()
})

test('a speed of its own is among those offered', () => {
  expect(markup({ speed: 3 })).toContain('3 steps a second')
  expect(markup({ speed: 'max' })).toContain('<option value="max" selected="">As fast as it goes')
})
