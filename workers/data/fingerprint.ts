/** A 64-bit fingerprint of typed arrays' bytes, as 16 hexadecimal digits. Two rounds of a 32-bit multiplicative hash. */
export function fingerprint(arrays: readonly ArrayBufferView[]): string {
  let a = 0x9e3779b9
  let b = 0x85ebca6b
  for (const array of arrays) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    for (const byte of bytes) {
      a = Math.imul(a ^ byte, 0x01000193)
      b = Math.imul(b ^ byte, 0x5bd1e995) ^ (b >>> 15)
    }
    a = Math.imul(a ^ bytes.length, 0x01000193)
    b = Math.imul(b ^ bytes.length, 0x5bd1e995)
  }
  return [finish(a ^ b), finish(b)].map((word) => word.toString(16).padStart(8, '0')).join('')
}

/** MurmurHash3's last step: every input bit reaches every output bit. */
function finish(word: number): number {
  let h = word
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
