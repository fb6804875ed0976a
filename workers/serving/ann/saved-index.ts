const database = '/hnswlib-index'
const store = 'FILE_DATA'

interface SavedFile {
  readonly contents: Uint8Array
}

/** The bytes of a saved index, as hnswlib wrote them and the browser keeps them. Throws where there is none of that name. */
export async function savedBytes(name: string): Promise<Uint8Array> {
  const saved = await read<SavedFile | undefined>((files) => files.get(`${database}/${name}`))
  if (!saved) throw new Error(`index ${name}: not saved on this device`)
  return Uint8Array.from(saved.contents)
}

async function read<T>(ask: (files: IDBObjectStore) => IDBRequest): Promise<T> {
  const opened = await answer<IDBDatabase>(indexedDB.open(database))
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
