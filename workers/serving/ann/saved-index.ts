const database = '/hnswlib-index'
const store = 'FILE_DATA'

interface SavedFile {
  readonly contents: Uint8Array
}

/** The bytes of a saved index, as hnswlib wrote them and the browser keeps them. Throws where there is none of that name. */
export async function savedBytes(name: string): Promise<Uint8Array> {
  const saved = await inStore<SavedFile | undefined>('readonly', (files) => files.get(`${database}/${name}`))
  if (!saved) throw new Error(`index ${name}: not saved on this device`)
  return Uint8Array.from(saved.contents)
}

export async function forgetSaved(name: string): Promise<void> {
  await inStore('readwrite', (files) => files.delete(`${database}/${name}`))
}

async function inStore<T>(mode: IDBTransactionMode, ask: (files: IDBObjectStore) => IDBRequest): Promise<T> {
  const opened = await answer<IDBDatabase>(indexedDB.open(database))
  try {
    return await answer<T>(ask(opened.transaction(store, mode).objectStore(store)))
  } finally {
    opened.close()
  }
}

const answer = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T)
    request.onerror = () => reject(request.error ?? new Error('the browser’s storage did not answer'))
  })
