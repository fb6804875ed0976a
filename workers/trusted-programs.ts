interface TrustedTypes {
  createPolicy(name: 'default', rules: { createScriptURL(address: string): string | null }): void
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
const here = import.meta.url.slice(0, import.meta.url.lastIndexOf('/') + 1)

// A host may ask for Trusted Types in workers, too: this one starts another, which lies beside it.
trustedTypes?.createPolicy('default', {
  createScriptURL: (address) => (address.startsWith(here) ? address : null),
})
