// Answers with what an open page has kept (src/keep-release.ts): its files without a network, and after a new release.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return
  const kept = () => caches.match(request.mode === 'navigate' ? './' : request, { ignoreVary: true })
  // A file in assets/ never changes under its name. The rest is asked for anew, so that a new release is seen.
  event.respondWith(
    request.url.includes('/assets/')
      ? kept().then((found) => found || fetch(request))
      : fetch(request).catch((error) =>
          kept().then((found) => {
            if (found) return found
            throw error
          }),
        ),
  )
})
