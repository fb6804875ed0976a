import type { DatasetSource } from '../../workers/lab-api.ts'

export interface NamedFile {
  readonly path: string
  readonly file: File
}

/** Every file of a drop, folders opened, with its path inside them. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly NamedFile[]> {
  // Entries are gone once this task ends, so all are taken before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const plain = [...transfer.files].map((file) => ({ path: file.name, file }))
  if (entries.length === 0) return plain
  return (await Promise.all(entries.map(filesIn))).flat()
}

async function filesIn(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((found, failed) => entry.file(found, failed))
    return [{ path: entry.fullPath.replace(/^\//, ''), file }]
  }
  if (!isFolder(entry)) return []
  const reader = entry.createReader()
  const files: NamedFile[] = []
  for (;;) {
    // A reader hands out a part at a time and says that it is done with an empty one.
    const part = await new Promise<FileSystemEntry[]>((found, failed) => reader.readEntries(found, failed))
    if (part.length === 0) return files
    files.push(...(await Promise.all(part.map(filesIn))).flat())
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const readable = /\.(csv|dat|data|item|user|genre|info|txt)$/i

/** The drop as the engine takes it: one zip, or the files that could hold data. Throws, saying what was expected. */
export function sourceFrom(files: readonly NamedFile[]): DatasetSource & { name: string } {
  const zip = files.find(({ path }) => /\.zip$/i.test(path))
  if (zip) return { zip: zip.file, name: zip.file.name }
  const kept = files.filter(({ path }) => readable.test(path) && !path.includes('__MACOSX'))
  const name = files[0]?.path.split('/')[0] ?? 'the drop'
  if (kept.length === 0)
    throw new Error(`${name}: expected a MovieLens zip, or its folder with ratings.csv, u.data or ratings.dat in it`)
  return { files: kept, name }
}
