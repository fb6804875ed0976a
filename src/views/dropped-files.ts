import type { DatasetSource } from '../../workers/lab/api.ts'

export interface NamedFile {
  readonly path: string
  readonly file: File
}

/** A folder of ratings has a dozen files; who drops their whole disk should not wait until it is listed. */
const mostFiles = 2000

/** Every file of a drop, folders opened, with its path inside them. Throws where there are too many. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly NamedFile[]> {
  // Entries are gone once this task ends, so all are taken before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const plain = [...transfer.files].map((file) => ({ path: file.name, file }))
  if (entries.length === 0) return plain
  const files: NamedFile[] = []
  for (const entry of entries) await addFilesIn(entry, files)
  return files
}

async function addFilesIn(entry: FileSystemEntry, files: NamedFile[]): Promise<void> {
  if (isFile(entry)) {
    const file = await new Promise<File>((found, failed) => entry.file(found, failed))
    files.push({ path: entry.fullPath.replace(/^\//, ''), file })
    if (files.length > mostFiles) throw tooMany(files)
  }
  if (!isFolder(entry)) return
  const reader = entry.createReader()
  for (;;) {
    // A reader hands out a part at a time and says that it is done with an empty one.
    const part = await new Promise<FileSystemEntry[]>((found, failed) => reader.readEntries(found, failed))
    if (part.length === 0) return
    for (const inside of part) await addFilesIn(inside, files)
  }
}

const tooMany = (files: readonly NamedFile[]) =>
  new Error(
    `${nameOf(files)}: more than ${mostFiles.toLocaleString('en')} files are too many; choose the folder of the ratings`,
  )

const nameOf = (files: readonly NamedFile[]) => files[0]?.path.split('/')[0] ?? 'the drop'

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

const readable = /\.(csv|dat|data|item|user|genre|info|txt)$/i

/** The drop as the engine takes it: one zip, or the files that could hold data. Throws, saying what was expected. */
export function sourceFrom(files: readonly NamedFile[]): DatasetSource & { name: string } {
  if (files.length > mostFiles) throw tooMany(files)
  const zip = files.find(({ path }) => /\.zip$/i.test(path))
  if (zip) return { zip: zip.file, name: zip.file.name }
  const kept = files.filter(({ path }) => readable.test(path) && !path.includes('__MACOSX'))
  const name = nameOf(files)
  if (kept.length === 0)
    throw new Error(`${name}: expected a MovieLens zip, or its folder with ratings.csv, u.data or ratings.dat in it`)
  return { files: kept, name }
}
