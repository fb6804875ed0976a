import { existsSync } from 'node:fs'
import { run, tool } from './run.mjs'

/**
 * Debian's Chromium without the windows and menus that nobody sees here, which take a third of the time; without it the
 * whole. `chromium-common` brings the software WebGPU driver; npm `webgpu` needs libvulkan1 to find that.
 */
const packages = ['chromium-headless-shell', 'chromium-common', 'libvulkan1']
const shell = '/usr/bin/chromium-headless-shell'
const whole = '/usr/bin/chromium'
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json'
const loaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1']

/** The others come from Debian alone: its Firefox, and WebKitGTK with its driver and a screen to draw on. */
const others = [
  {
    name: 'Firefox',
    project: 'firefox',
    packages: ['firefox-esr'],
    programs: [process.env.FIREFOX ?? '/usr/bin/firefox-esr'],
  },
  {
    name: 'WebKit',
    project: 'webkit',
    packages: ['webkit2gtk-driver', 'xvfb'],
    programs: ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb'],
  },
]

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')

async function install(packages, ...how) {
  console.log(`Installing ${packages.join(' and ')} …`)
  const quietly = { quiet: false, env: { DEBIAN_FRONTEND: 'noninteractive' } }
  await run('apt-get', ['update', '-qq'], quietly)
  await run('apt-get', ['install', '-y', '-qq', ...how, ...packages], quietly)
}

/**
 * Sees to it that there are Firefox and WebKit to test with, where we may install them. Returns the browsers whose
 * journeys are to run: one that could be installed and is missing all the same is among them, and they fail. Says which
 * cannot be had here.
 */
export async function otherBrowsersIfNeeded() {
  const there = ({ programs }) => programs.every((program) => existsSync(program))
  const missing = others.filter((browser) => !there(browser))
  // With what they recommend: WebKit draws by a driver of Mesa's.
  if (missing.length > 0 && mayInstall()) await install(missing.flatMap(({ packages }) => packages))
  const absent = mayInstall() ? [] : missing
  for (const { name, packages } of absent)
    console.log(
      `${name} is not here: its journeys are skipped. On Debian, apt install ${packages.join(' ')} brings it.`,
    )
  return { present: others.filter((browser) => !absent.includes(browser)), absent }
}

/**
 * Sees to it that there is a Chromium to test with: the one named by CHROMIUM, Debian's (installed where we may), or
 * Playwright's own. Says by the environment which one it is, and where its software adapter for WebGPU is.
 */
export async function chromiumIfNeeded() {
  if (process.env.CHROMIUM) return
  const complete = [shell, driver].every(existsSync) && loaders.some(existsSync)
  if (!complete && mayInstall()) await install(packages, '--no-install-recommends')
  const debian = [shell, whole].find(existsSync)
  if (debian !== undefined) {
    process.env.CHROMIUM = debian
    process.env.VK_ICD_FILENAMES ??= driver
    return
  }
  console.log("Installing Playwright's Chromium …")
  const { code } = await tool('playwright', ['install', 'chromium'], { quiet: false })
  if (code !== 0) throw new Error('There is no Chromium to test with: set CHROMIUM to the path of one')
  const { chromium } = await import('@playwright/test')
  process.env.CHROMIUM = chromium.executablePath()
  process.env.VK_ICD_FILENAMES ??= process.env.CHROMIUM.replace(/[^/\\]+$/, 'vk_swiftshader_icd.json')
}
