import type { Page } from '@playwright/test'
import { firstInWorker } from './first-in-worker.ts'

/** What goes away: the device, or the GPU with it. */
export type Loss = 'device' | 'GPU'

/** Lets a test take the GPU away from the engine, as a driver's crash would. Before the page is opened. */
export const canLoseDevice = (page: Page) => firstInWorker(page, keepDevices)

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
