import 'server-only'
import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** The disk cannot keep a file for the moment that it is needed. */
export class SpoolError extends Error {
  override name = 'SpoolError'
}

const CHUNK_BYTES = 256 * 1024

/**
 * Keeps a stream on disk until it is whole, so that one that breaks off is noticed before its first byte is passed on and
 * memory holds one chunk of it. The file has no name once it is open: it is gone when it was read, when `signal` aborts,
 * and when the process dies.
 * @throws SpoolError where the disk refuses; whatever the stream throws.
 */
export async function spool(
  parts: readonly Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const file = await openNameless()
  const close = () => void file.close().catch(() => {})
  signal.addEventListener('abort', close, { once: true })
  try {
    for (const part of parts) await write(file, part)
    for (let next = await reader.read(); !next.done; next = await reader.read()) await write(file, next.value)
  } catch (error) {
    close()
    throw error
  }
  return read(file)
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
