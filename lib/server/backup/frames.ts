import 'server-only'
import { ExplainedError } from '#lib/errors.ts'
import { commandWords } from '#lib/words/command-words.ts'

const t = commandWords('commands')

/** One frame of a backup: a JSON record, or bytes of a table as COPY wrote them. */
export type Frame = { kind: 'record'; value: unknown } | { kind: 'data'; bytes: Buffer }

const RECORD = 0x4a
const DATA = 0x44
const HEADER_BYTES = 5
const MAX_FRAME_BYTES = 64 * 1024 * 1024

/** A backup cannot be written, read or restored; the message says why and what to do. */
export class BackupError extends ExplainedError {
  override name = 'BackupError'
}

/** Returns the bytes of a frame with a JSON record. */
export function recordFrame(value: unknown): Buffer {
  return frame(RECORD, Buffer.from(JSON.stringify(value)))
}

/** Returns the bytes of a frame with a piece of a table's data. */
export function dataFrame(bytes: Buffer): Buffer {
  return frame(DATA, bytes)
}

function frame(kind: number, payload: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(kind, 0)
  header.writeUInt32BE(payload.length, 1)
  return Buffer.concat([header, payload])
}

/**
 * Splits a stream of bytes into frames.
 * @throws BackupError if the bytes are not frames, or the last frame is cut short
 */
export async function* readFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      if (held.length < HEADER_BYTES) break
      const kind = held.readUInt8(0)
      const end = HEADER_BYTES + held.readUInt32BE(1)
      if ((kind !== RECORD && kind !== DATA) || end > MAX_FRAME_BYTES)
        throw new BackupError(t('damaged.no-backup'))
      if (held.length < end) break
      const payload = held.subarray(HEADER_BYTES, end)
      held = held.subarray(end)
      yield kind === DATA ? { kind: 'data', bytes: payload } : { kind: 'record', value: parse(payload) }
    }
  }
  if (held.length > 0) throw cutShort()
}

/** Returns the error for a backup whose end is missing. */
export function cutShort(): BackupError {
  return new BackupError(t('damaged.cut-short'))
}

function parse(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString())
  } catch (cause) {
    throw new BackupError(t('damaged.unreadable'), { cause })
  }
}
