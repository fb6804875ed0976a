import { expect, test, type Page } from '@playwright/test'
import * as checks from '../support/checks.ts'

/** Each check is shown a page with the fault it is there for, and one without. */
test.describe('the checks themselves', { tag: '@no-gpu' }, () => {
  const page = (body: string) =>
    `<!doctype html><html lang="en"><head><title>Trial</title></head><body>${body}</body></html>`
  const chart = (inside: string, size = 'width="200" height="80"') =>
    `<figure><figcaption>Loss</figcaption><svg role="img" aria-label="Falls" ${size}>${inside}</svg><details><summary>Numbers</summary></details></figure>`

  const cases: readonly {
    readonly fault: string
    readonly check: (page: Page) => Promise<checks.Findings>
    readonly bad: string
    readonly good: string
    readonly says: RegExp
  }[] = [
    {
      fault: 'grey on white',
      check: checks.axeViolations,
      bad: '<main><h1>A</h1><p style="color:#bbb;background:#fff">faint</p></main>',
      good: '<main><h1>A</h1><p style="color:#333;background:#fff">plain</p></main>',
      says: /color-contrast/,
    },
    {
      fault: 'a row wider than the window',
      check: (page) => checks.overflow(page, 400),
      bad: '<div style="width:600px">wide</div>',
      good: '<div style="width:100%;overflow-x:auto"><div style="width:600px">wide</div></div>',
      says: /600 px wide|ends at 6/,
    },
    {
      fault: 'a formula wider than its column',
      check: checks.cutFormulas,
      bad: '<div style="width:90px;overflow-x:auto"><math><mn>1234567890</mn><mo>+</mo><mn>1234567890</mn></math></div>',
      good: '<div style="width:90px;overflow-x:auto"><math><mn>12345</mn></math> <math><mo>+</mo><mn>12345</mn></math></div>',
      says: /formula: \d+ px wide in a column of 90: “1234567890\+1234567890”/,
    },
    {
      fault: 'labels over each other',
      check: checks.chartLabels,
      bad: chart('<text data-chart-label x="20" y="40">Alien</text><text data-chart-label x="30" y="44">Heat</text>'),
      good: chart('<text data-chart-label x="20" y="20">Alien</text><text data-chart-label x="20" y="60">Heat</text>'),
      says: /overlap: “Alien” and “Heat”/,
    },
    {
      fault: 'turned labels over each other',
      check: checks.chartLabels,
      bad: chart(
        '<text data-chart-label transform="translate(40 70) rotate(-45)">Metropolis</text><text data-chart-label transform="translate(46 70) rotate(-45)">Playtime</text>',
      ),
      // Their upright boxes overlap; the words do not.
      good: chart(
        '<text data-chart-label transform="translate(40 70) rotate(-45)">Metropolis</text><text data-chart-label transform="translate(80 70) rotate(-45)">Playtime</text>',
        'width="300" height="120"',
      ),
      says: /overlap/,
    },
    {
      fault: 'a label cut by its frame',
      check: checks.chartLabels,
      bad: chart('<text data-chart-label x="180" y="40">Metropolis</text>'),
      good: chart('<text data-chart-label x="20" y="40">Metropolis</text>'),
      says: /cut off: “Metropolis”/,
    },
    {
      fault: 'chart text nobody checks',
      check: checks.chartLabels,
      bad: chart('<text x="20" y="40">Metropolis</text>'),
      good: chart('<text data-chart-label x="20" y="40">Metropolis</text>'),
      says: /without data-chart-label/,
    },
    {
      fault: 'a chart without words',
      check: checks.chartsWithoutWords,
      bad: '<figure><figcaption>Loss</figcaption><svg></svg></figure>',
      good: chart(''),
      says: /without a table/,
    },
    {
      fault: 'a control without a name',
      check: checks.namelessControls,
      bad: '<button></button>',
      good: '<button>Play</button>',
      says: /control without a name: button/,
    },
    {
      fault: 'small text',
      check: checks.tooSmall,
      bad: '<p style="font-size:11px">small</p>',
      good: '<p style="font-size:12px">small</p>',
      says: /text of 11 px/,
    },
    {
      fault: 'focus that cannot be seen',
      check: checks.focusRings,
      bad: '<style>:focus{outline:none}</style>' + '<button>Play</button>'.repeat(6),
      good: '<style>:focus-visible{outline:2px solid blue}</style>' + '<button>Play</button>'.repeat(6),
      says: /focus without a ring/,
    },
    {
      fault: 'focus behind a bar',
      check: checks.focusRings,
      bad:
        '<style>:focus-visible{outline:2px solid blue}</style><div style="position:fixed;inset:0;background:#fff"></div>' +
        '<button>Play</button>'.repeat(6),
      good: '<style>:focus-visible{outline:2px solid blue}</style>' + '<button>Play</button>'.repeat(6),
      says: /hidden behind/,
    },
  ]

  test('find every fault, and none where there is none', async ({ page: tab }) => {
    await tab.setViewportSize({ width: 400, height: 600 })
    for (const { fault, check, bad, good, says } of cases)
      await test.step(fault, async () => {
        await tab.setContent(page(bad))
        expect((await check(tab)).join('\n'), fault).toMatch(says)
        await tab.setContent(page(good))
        expect(await check(tab), `no ${fault}`).toEqual([])
      })
  })

  test('find movement', async ({ page: tab }) => {
    await checks.watchMovement(tab)
    await tab.goto('about:blank')
    await tab.setContent(page('<p>still</p>'))
    expect(await checks.movement(tab)).toEqual([])
    await tab.setContent(
      page('<style>@keyframes turn{to{rotate:1turn}}p{animation:turn 1s infinite}</style><p>turns</p>'),
    )
    expect((await checks.movement(tab)).join('\n')).toMatch(/turn runs on <p/)
    await tab.setContent(page('<script>const draw=()=>requestAnimationFrame(draw);draw()</script>'))
    expect((await checks.movement(tab)).join('\n')).toMatch(/frames drawn/)
  })
})
