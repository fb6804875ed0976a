import { within } from '../../lib/within.ts'

const database = '/hnswlib-index'
const store = 'FILE_DATA'

interface SavedFile {
  readonly contents: Uint8Array
}

/** A browser that keeps anything has said so by then. */
const answeredWithinMs = 3000

/**
 * Rejects where the browser keeps nothing, or does not say: hnswlib writes an index there before it is read, and waits
 * long for a storage that is silent. Nothing is made: a database that is not there yet stays so.
 */
export async function storageAnswers(): Promise<void> {
  if (typeof indexedDB === 'undefined') throw new Error('this browser keeps nothing for a page')
  const opened = new Promise<void>((resolve, reject) => {
    const request = indexedDB.open(database)
    let fresh = false
    request.onupgradeneeded = () => {
      fresh = true
      request.transaction!.abort()
    }
    request.onsuccess = () => resolve(request.result.close())
    request.onerror = () => (fresh ? resolve() : reject(new Error('this browser keeps nothing for a page')))
    request.onblocked = () => reject(new Error('the browser’s storage is held by another page'))
  })
  await within(answeredWithinMs, opened, 'the browser’s storage does not answer')
}

/** The bytes of a saved index, as hnswlib wrote them and the browser keeps them. Throws where there is none of that name. */
export async function savedBytes(name: string): Promise<Uint8Array> {
  const saved = await read<SavedFile | undefined>((files) => files.get(`${database}/${name}`))
  if (!saved) throw new Error(`index ${name}: not saved on this device`)
  return Uint8Array.from(saved.contents)
}

async function read<T>(ask: (files: IDBObjectStore) => IDBRequest): Promise<T> {
  const silent = 'the browser’s storage does not answer'
  const opened = await within(answeredWithinMs, answer<IDBDatabase>(indexedDB.open(database)), silent)
  try {
    return await answer<T>(ask(opened.transaction(store, 'readonly').objectStore(store)))
  } finally {
    opened.close()
  }
}

const answer = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T)
    request.onerror = () => reject(request.error ?? new Error('the browser’s storage did not answer'))
  })
