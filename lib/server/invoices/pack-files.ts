import 'server-only'
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { problemAnswer } from '#lib/server/http/problem.ts'
import type { PdfStream } from '#lib/server/upstream/contract.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { type FileMarks, SpoolError, spool } from './spool.ts'

/** Files fetched at a time, so that the next response is ready when the current file has been written. */
const AT_ONCE = 4
/**
 * Files up to this size are buffered in memory, larger ones on disk. Buffering the whole file means that one
 * which breaks off can be left out.
 */
export const HELD_BYTES = 4 * 1024 * 1024
/** How long a pack waits in total for a source that asks for a pause or whose circuit is open. */
const PATIENCE_MS = 30_000
const MAX_ATTEMPTS = 5
const NO_ROOM = 'This server has no room on its disk for a file of this size.'

/** A file of a pack: whole in memory or on disk, or missing with the reason. */
export type PackFile =
  | { kind: 'whole'; data: { bytes: Buffer } | { chunks: AsyncIterable<Uint8Array> }; marks: FileMarks }
  | { kind: 'missing'; code: string; reason: string }

type Open = (id: string, signal: AbortSignal) => Promise<PdfStream>
type FetchContext = { open: Open; signal: AbortSignal; patience: { leftMs: number } }

/**
 * Fetches the PDF of each id, a few ahead, and yields them in the order of the ids. A file that cannot be
 * fetched is `missing`; one that breaks off is retried once.
 * @throws the abort reason of `signal`, which also ends every call, and any defect of Furrow
 */
export async function* packFiles(
  ids: readonly string[],
  open: Open,
  signal: AbortSignal,
): AsyncGenerator<PackFile> {
  const context: FetchContext = { open, signal, patience: { leftMs: PATIENCE_MS } }
  const ahead: Promise<PackFile>[] = []
  for (let next = 0; next < ids.length || ahead.length > 0; ) {
    for (; ahead.length < AT_ONCE && next < ids.length; next += 1) {
      const fetching = fetchFile(ids[next] ?? '', context)
      // If a file fails while earlier ones are being written, the failure is thrown when the loop awaits it.
      fetching.catch(() => {})
      ahead.push(fetching)
    }
    const first = await ahead.shift()
    if (first) yield first
  }
}

async function fetchFile(id: string, context: FetchContext): Promise<PackFile> {
  const { open, signal } = context
  let wasCutOff = false
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted()
    let isOpen = false
    try {
      const pdf = await open(id, signal)
      isOpen = true
      return await hold(pdf, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof SpoolError) return { kind: 'missing', code: 'no_room', reason: NO_ROOM }
      const { status, code, detail } = problemAnswer(error)
      if (status === 500) throw error
      const isAnother = isOpen && !wasCutOff && code !== 'upstream_too_large'
      wasCutOff ||= isOpen
      if (isAnother || (attempt < MAX_ATTEMPTS && (await waited(error, context)))) continue
      return { kind: 'missing', code, reason: detail }
    }
  }
}

/**
 * Waits as long as the source asks, if the pack's remaining patience allows it.
 * @returns false if the wait is too long, or the source asked for none
 */
async function waited(error: unknown, { patience, signal }: FetchContext): Promise<boolean> {
  const seconds = error instanceof UpstreamError ? error.retryAfterSeconds : null
  const waitMs = (seconds ?? 0) * 1000
  if (waitMs === 0 || waitMs > patience.leftMs) return false
  // Several files wait at the same time, so each takes only its share of the patience.
  patience.leftMs -= waitMs / AT_ONCE
  await sleep(waitMs, undefined, { signal })
  return true
}

async function hold({ body, lengthBytes }: PdfStream, signal: AbortSignal): Promise<PackFile> {
  const reader = body.getReader()
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    while (lengthBytes === null ? bytes <= HELD_BYTES : lengthBytes <= HELD_BYTES) {
      const { done, value } = await reader.read()
      if (done) return inMemory(Buffer.concat(parts, bytes))
      parts.push(value)
      bytes += value.byteLength
    }
    const { chunks, ...marks } = await spool(parts, reader, signal)
    return { kind: 'whole', data: { chunks }, marks }
  } catch (error) {
    await reader.cancel().catch(() => {})
    throw error
  }
}

function inMemory(bytes: Buffer): PackFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { kind: 'whole', data: { bytes }, marks: { bytes: bytes.length, crc32: crc32(bytes), sha256 } }
}
