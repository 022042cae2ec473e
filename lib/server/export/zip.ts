import 'server-only'
import { PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/**
 * A file of a ZIP. `bytes` puts its size and checksum before the data; `chunks` are written as they arrive,
 * so both come after. With `crc32` the data is a stand-in of the right size for a file that the reader has already.
 */
export type ZipEntry = { name: string; crc32?: number } & (
  | { bytes: Buffer }
  | { chunks: AsyncIterable<Uint8Array> }
)

/** yazl's state of an entry whose bytes have all been passed on. */
const WRITTEN = 3

type ZipOptions = {
  /** The modification time of every file. */
  mtime: Date
  /** Compresses the files. By default they are stored, which is right for PDFs. */
  isDeflated?: boolean
  /** Returns ASCII text for the very end, called after the last file. */
  comment?: () => string
}

/** Markup is mostly repetition: a higher level takes twice the time and saves a tenth. */
const LEVEL = 2

/**
 * Yields the bytes of a ZIP, with names in UTF-8 and 64-bit fields only if sizes need them. The next file is
 * requested when the previous one has been read. An error of the entries or of a file's chunks ends the ZIP
 * with that error.
 */
export async function* zipped(
  entries: AsyncIterable<ZipEntry>,
  options: ZipOptions,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile()
  const output = outputOf(zip)
  writeAll(zip, output, entries, options).catch((error: Error) => output.destroy(error))
  try {
    yield* output
  } finally {
    output.destroy()
  }
}

/** What a file of a ZIP and its directory begin with. */
const BEGINNINGS = [0x04034b50, 0x02014b50]

/**
 * Leaves the first bytes of a ZIP out, which end where a file begins.
 * @throws {Error} if no file begins there
 */
export async function* zipFrom(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes
  let head = Buffer.alloc(0)
  let isChecked = bytes === 0
  for await (const chunk of chunks) {
    const rest = chunk.subarray(Math.min(left, chunk.byteLength))
    left -= chunk.byteLength - rest.byteLength
    if (isChecked) yield rest
    else if (rest.byteLength > 0) {
      head = Buffer.concat([head, rest])
      if (head.byteLength < 4) continue
      if (!BEGINNINGS.includes(head.readUInt32LE(0))) throw new Error('No file of the ZIP begins there')
      isChecked = true
      yield head
    }
  }
}

async function writeAll(
  zip: ZipFile,
  output: PassThrough,
  entries: AsyncIterable<ZipEntry>,
  { mtime, isDeflated = false, comment = () => '' }: ZipOptions,
): Promise<void> {
  const how = isDeflated ? { mtime, compressionLevel: LEVEL } : { mtime, compress: false }
  for await (const entry of entries) {
    if ('bytes' in entry) {
      zip.addBuffer(entry.bytes, entry.name, how)
      keepChecksum(zip, entry)
    } else await addChunks(zip, output, entry, how)
    if (output.writableNeedDrain) await drained(output)
    if (output.destroyed) return
    letGoOfBytes(zip)
  }
  zip.end({ comment: comment(), forceZip64Format: false })
}

async function addChunks(
  zip: ZipFile,
  output: PassThrough,
  entry: ZipEntry & { chunks: AsyncIterable<Uint8Array> },
  how: Parameters<ZipFile['addReadStream']>[2],
): Promise<void> {
  const chunks = Readable.from(entry.chunks)
  // If the ZIP's reader stops, the file's source stops too.
  const stop = () => chunks.destroy()
  output.once('close', stop)
  zip.addReadStream(chunks, entry.name, how)
  keepChecksum(zip, entry)
  try {
    await finished(chunks)
  } finally {
    output.off('close', stop)
  }
}

/** Resolves when the written bytes were taken, or when the output is closed. */
function drained(output: PassThrough): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      output.off('drain', done).off('close', done)
      resolve()
    }
    output.on('drain', done).on('close', done)
  })
}

/**
 * Drops the functions of written entries. yazl keeps each entry for the directory, with the function that
 * writes its bytes and so the bytes themselves: without this, the whole ZIP would stay in memory.
 */
function letGoOfBytes(zip: ZipFile): void {
  for (const entry of entriesOf(zip)) if (entry.state === WRITTEN) entry.doFileDataPump = null
}

/** Gives the last added entry the checksum of the file that its data stands in for. */
function keepChecksum(zip: ZipFile, { crc32 }: ZipEntry): void {
  const last = entriesOf(zip).at(-1)
  if (crc32 === undefined || !last) return
  // yazl sets the checksum of the stand-in when it has read it.
  Object.defineProperty(last, 'crc32', { get: () => crc32, set: () => {} })
}

type YazlEntry = { state: number; doFileDataPump: unknown }

function entriesOf(zip: ZipFile): YazlEntry[] {
  const entries: unknown = Reflect.get(zip, 'entries')
  if (!Array.isArray(entries)) throw new Error('yazl no longer keeps its entries as it did')
  return entries
}

/**
 * Narrows yazl's declared stream type to the PassThrough that it really is, for back-pressure and `destroy`.
 */
function outputOf(zip: ZipFile): PassThrough {
  if (zip.outputStream instanceof PassThrough) return zip.outputStream
  throw new Error('yazl no longer writes to a PassThrough')
}
