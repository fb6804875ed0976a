import type { RequestListener } from 'node:http'
import compression from 'compression'
import serveStatic from 'serve-static'
import type { Plugin } from 'vite'

type Serve = (...handed: [...Parameters<RequestListener>, next: () => void]) => void

/** A folder as any plain static host serves it: text gzipped, and no file left open when a download is broken off. */
export function plainHost(folder: string): Serve {
  const squeeze = compression() as unknown as Serve
  const files = serveStatic(folder) as unknown as Serve
  return (request, response, next) => squeeze(request, response, () => files(request, response, next))
}

/** Stands before the files that `vite preview` serves itself, each of which stays open if its download is broken off. */
export const plainHostPreview = (): Plugin => ({
  name: 'plain-host',
  configurePreviewServer({ middlewares, config }) {
    middlewares.use(plainHost(config.build.outDir))
  },
})
