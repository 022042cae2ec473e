import 'server-only'
import { PassThrough, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** A file of a ZIP: whole, so that its size and checksum stand before it, or as it arrives, so that they stand behind it. */
export type ZipEntry = { name: string } & ({ bytes: Buffer } | { chunks: AsyncIterable<Uint8Array> })

/** The state of an entry of yazl's whose bytes have all been handed on. */
const WRITTEN = 3

type ZipOptions = {
  /** The time that every file bears. */
  mtime: Date
  /** Stored as they are without it, which is right for PDFs. */
  isDeflated?: boolean
  /** ASCII text at the very end, asked for once all files are in. */
  comment?: () => string
}

/** Markup is mostly repetition: more effort costs twice the time and saves a tenth. */
const LEVEL = 2

/**
 * The bytes of a ZIP, with names in UTF-8 and 64-bit fields only where sizes need them. The next
 * file is asked for when the one before has been read. What a file's chunks or the entries throw ends the bytes with it.
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

async function writeAll(
  zip: ZipFile,
  output: PassThrough,
  entries: AsyncIterable<ZipEntry>,
  { mtime, isDeflated = false, comment = () => '' }: ZipOptions,
): Promise<void> {
  const how = isDeflated ? { mtime, compressionLevel: LEVEL } : { mtime, compress: false }
  for await (const entry of entries) {
    if ('bytes' in entry) zip.addBuffer(entry.bytes, entry.name, how)
    else await addChunks(zip, output, entry, how)
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
  // Whoever stops reading the ZIP stops what it is made from.
  const stop = () => chunks.destroy()
  output.once('close', stop)
  zip.addReadStream(chunks, entry.name, how)
  try {
    await finished(chunks)
  } finally {
    output.off('close', stop)
  }
}

/** Until what was written has been taken, or nobody takes it any more. */
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
 * The library keeps each entry for the directory, and with it the function that wrote its bytes, and with that the bytes: a
 * ZIP would stay in memory whole. What has been written is not written again, so its function goes.
 */
function letGoOfBytes(zip: ZipFile): void {
  const entries: unknown = Reflect.get(zip, 'entries')
  if (!Array.isArray(entries)) throw new Error('yazl no longer keeps its entries as it did')
  for (const entry of entries) if (entry.state === WRITTEN) entry.doFileDataPump = null
}

/** The library's types promise less than it gives: a stream that says when it is full, and can be ended. */
function outputOf(zip: ZipFile): PassThrough {
  if (zip.outputStream instanceof PassThrough) return zip.outputStream
  throw new Error('yazl no longer writes to a PassThrough')
}
