import 'server-only'
import { randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Thrown when the disk cannot hold a temporary file. */
export class SpoolError extends Error {
  override name = 'SpoolError'
}

const CHUNK_BYTES = 256 * 1024

/**
 * Buffers a stream on disk until it is whole, so that a break is noticed before the first byte is passed on.
 * Memory holds one chunk at a time. The file is unlinked once open, so it vanishes when it has been read,
 * when `signal` aborts and when the process dies.
 * @throws {SpoolError} when the disk refuses the file or a write; rethrows errors of the stream
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
