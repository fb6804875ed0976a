import type { Page } from '@playwright/test'

/** What goes away: the device, or the GPU with it. */
export type Loss = 'device' | 'GPU'

/**
 * Lets a test take the GPU away from the engine, as a driver's crash would: the worker's script is served with a few
 * lines before it that keep every device it gets. Before the page is opened. The app has no part in it.
 */
export async function canLoseDevice(page: Page) {
  await page.route(/\/lab\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `(${keepDevices.toString()})();\n${await response.text()}` })
  })
}

export async function loseDevice(page: Page, what: Loss) {
  await page.evaluate((what) => {
    const channel = new BroadcastChannel('lose-device')
    channel.postMessage(what)
    channel.close()
  }, what)
}

function keepDevices() {
  const kept: GPUDevice[] = []
  let gone = false
  const { requestDevice } = GPUAdapter.prototype
  GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...asked) {
    const device = await requestDevice.apply(this, asked)
    kept.push(device)
    return device
  }
  const { requestAdapter } = GPU.prototype
  GPU.prototype.requestAdapter = function (this: GPU, ...asked) {
    return gone ? Promise.resolve(null) : requestAdapter.apply(this, asked)
  }
  new BroadcastChannel('lose-device').onmessage = ({ data }: MessageEvent<'device' | 'GPU'>) => {
    gone = data === 'GPU'
    for (const device of kept.splice(0)) device.destroy()
  }
}
