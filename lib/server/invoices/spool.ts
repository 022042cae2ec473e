import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32 } from 'node:zlib'

/** Thrown when the disk cannot hold a temporary file. */
export class SpoolError extends Error {
  override name = 'SpoolError'
}

/** What a whole file is: its size in bytes, its checksum (CRC-32) and its SHA-256 in hexadecimal. */
export type FileMarks = { bytes: number; crc32: number; sha256: string }

const CHUNK_BYTES = 256 * 1024

/**
 * Buffers a stream on disk until it is whole, so that a break is noticed before the first byte is passed on.
 * Memory holds one chunk at a time. The file is unlinked once open, so it vanishes when it has been read,
 * when `signal` aborts and when the process dies.
 * @returns its chunks, and what they are as a whole
 * @throws {SpoolError} when the disk refuses the file or a write; rethrows errors of the stream
 */
export async function spool(
  parts: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<FileMarks & { chunks: AsyncIterable<Uint8Array> }> {
  const file = await openNameless()
  const marks = { bytes: 0, crc32: 0 }
  const hash = createHash('sha256')
  const keep = async (part: Uint8Array) => {
    marks.bytes += part.byteLength
    marks.crc32 = crc32(part, marks.crc32)
    hash.update(part)
    await write(file, part)
  }
  const close = () => void file.close().catch(() => {})
  signal.addEventListener('abort', close, { once: true })
  try {
    for (const part of parts) await keep(part)
    for (let next = await reader.read(); !next.done; next = await reader.read()) await keep(next.value)
  } catch (error) {
    close()
    throw error
  }
  return { ...marks, sha256: hash.digest('hex'), chunks: read(file) }
}

async function openNameless(): Promise<FileHandle> {
  const name = path.join(tmpdir(), `furrow-pdf-${randomUUID()}`)
  try {
    const file = await open(name, 'wx+', 0o600)
    await unlink(name)
    return file
  } catch (cause) {
    throw new SpoolError('The disk takes no file', { cause })
  }
}

async function write(file: FileHandle, part: Uint8Array): Promise<void> {
  try {
    await file.appendFile(part)
  } catch (cause) {
    throw new SpoolError('The disk takes no more bytes', { cause })
  }
}

async function* read(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (let position = 0; ; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close().catch(() => {})
  }
}
