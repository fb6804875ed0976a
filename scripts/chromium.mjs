import { existsSync } from 'node:fs'
import { run, tool } from './run.mjs'

/** Debian's Chromium brings the software WebGPU driver with it; npm `webgpu` needs libvulkan1 to find that. */
const packages = ['chromium', 'libvulkan1']
const debian = '/usr/bin/chromium'
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json'
const loaders = ['/usr/lib/x86_64-linux-gnu/libvulkan.so.1', '/usr/lib/aarch64-linux-gnu/libvulkan.so.1']

/**
 * Sees to it that there is a Chromium to test with: the one named by CHROMIUM, Debian's (installed where we may), or
 * Playwright's own. Says by the environment which one it is, and where its software adapter for WebGPU is.
 */
export async function chromiumIfNeeded() {
  if (process.env.CHROMIUM) return
  const complete = () => existsSync(debian) && loaders.some((file) => existsSync(file))
  if (!complete() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(`Installing ${packages.join(' and ')} …`)
    const quietly = { quiet: false, env: { DEBIAN_FRONTEND: 'noninteractive' } }
    await run('apt-get', ['update', '-qq'], quietly)
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quietly)
  }
  if (existsSync(debian)) {
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
