import 'server-only'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import type { z } from 'zod'
import { commandWords } from '#lib/words/command-words.ts'
import { type BackupHeader, endSchema, headerSchema, tableEndSchema, tableSchema } from './format.ts'
import { BackupError, cutShort, type Frame, readFrames } from './frames.ts'

const t = commandWords('commands')

type Frames = AsyncGenerator<Frame>

export type BackupTable = {
  table: string
  columns: string[]
  /**
   * The rows as COPY wrote them. Read to the end before the next table; the end throws BackupError if the
   * checksum does not match.
   */
  data: AsyncGenerator<Buffer>
}

export type OpenBackup = {
  header: BackupHeader
  /** The tables in the order of the file. Throws BackupError if the file is damaged or cut short. */
  tables: AsyncGenerator<BackupTable>
  /** Returns the share of the file that has been read, from 0 to 1. */
  done(): number
  close(): void
}

/**
 * Opens a backup file and reads its header. The caller must close it.
 * @throws BackupError if the file is not a backup; the file system's own error if it cannot be read
 */
export async function openBackup(file: string, signal: AbortSignal): Promise<OpenBackup> {
  const stats = await stat(file)
  if (stats.isDirectory()) throw new BackupError(t('backup.folder'))
  const source = createReadStream(file, { signal })
  const unzip = createGunzip()
  source.on('error', (error) => unzip.destroy(error))
  const close = () => {
    source.destroy()
    unzip.destroy()
  }
  try {
    const frames = readableFrames(readFrames(source.pipe(unzip)))
    const header = headerOf(await nextRecord(frames))
    return {
      header,
      tables: readTables(frames),
      done: () => source.bytesRead / Math.max(stats.size, 1),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}

/**
 * Counts the rows in a piece of data. Each row is one line, because COPY writes a line break inside a value
 * as two characters.
 */
export function countLines(chunk: Buffer): number {
  let count = 0
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count += 1
  return count
}

/** Turns decompression errors into BackupErrors, which say that the file is not a backup or is cut short. */
async function* readableFrames(frames: Frames): Frames {
  try {
    yield* frames
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error
    if (code === 'Z_BUF_ERROR') throw cutShort()
    throw new BackupError(t('damaged.no-backup'), { cause: error })
  }
}

async function* readTables(frames: Frames): AsyncGenerator<BackupTable> {
  const seen = new Set<string>()
  for (;;) {
    const value = await nextRecord(frames)
    const end = endSchema.safeParse(value)
    if (end.success) {
      if (end.data.tables !== seen.size) throw cutShort()
      return
    }
    const { table, columns } = parsed(tableSchema, value)
    seen.add(table)
    yield { table, columns, data: readTable(frames, table) }
  }
}

async function* readTable(frames: Frames, table: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let rows = 0
  // Without for-await, because leaving its loop would close the generator and lose the remaining tables'
  // frames.
  for (
    let { value: frame, done } = await frames.next();
    !done;
    { value: frame, done } = await frames.next()
  ) {
    if (frame.kind === 'record') {
      const end = parsed(tableEndSchema, frame.value)
      if (rows !== end.rows || hash.digest('hex') !== end.sha256)
        throw new BackupError(t('damaged.checksum', { table }))
      return
    }
    hash.update(frame.bytes)
    rows += countLines(frame.bytes)
    yield frame.bytes
  }
  throw cutShort()
}

async function nextRecord(frames: Frames): Promise<unknown> {
  const { value: frame, done } = await frames.next()
  if (done) throw cutShort()
  if (frame.kind !== 'record') throw new BackupError(t('damaged.place'))
  return frame.value
}

function headerOf(value: unknown): BackupHeader {
  const header = headerSchema.safeParse(value)
  if (!header.success) throw new BackupError(t('damaged.other-release'))
  return header.data
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new BackupError(t('damaged.record'))
}
