import 'server-only'
import { appendFile, mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** An end of the chain that was written down outside the database. */
export type Anchor = { sequence: number; hash: string }

const LINE = /^(\d{1,15}) ([\w-]{43})$/
const TAIL_BYTES = 4096

/**
 * Where the ends of a database's chain are written down: one line for each write, in a file that only grows. In: DATA_DIR
 * and a postgres:// address, of which the database's name tells files apart.
 */
export function anchorFile(dataDir: string, databaseUrl: string): string {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1)).replace(/[^\w-]/g, '_')
  return path.resolve(dataDir, 'audit-anchors', `${name || 'default'}.log`)
}

/** Writes an end down. Lines of several processes do not mix: each is one short append. */
export async function writeAnchor(file: string, { sequence, hash }: Anchor): Promise<void> {
  const line = `${sequence} ${hash}\n`
  const write = () => appendFile(file, line, { mode: 0o600 })
  await write().catch(async (error: unknown) => {
    if (!isMissing(error)) throw error
    await mkdir(path.dirname(file), { recursive: true })
    await write()
  })
}

/** The last end written down; null where there is none. */
export async function lastAnchor(file: string): Promise<Anchor | null> {
  const handle = await open(file).catch(absent)
  if (!handle) return null
  try {
    const { size } = await handle.stat()
    const tail = Buffer.alloc(Math.min(size, TAIL_BYTES))
    await handle.read(tail, 0, tail.length, size - tail.length)
    return (
      tail
        .toString()
        .split('\n')
        .map(readAnchor)
        .findLast((anchor) => anchor !== null) ?? null
    )
  } finally {
    await handle.close()
  }
}

/**
 * All ends that a file holds, by sequence: an anchor file, or log lines of Furrow. Other lines are passed over. A sequence
 * with two different hashes keeps both, for at most one of them can be in the chain. Empty where there is no file.
 */
export async function readAnchors(file: string): Promise<Map<number, Set<string>>> {
  const found = new Map<number, Set<string>>()
  const handle = await open(file).catch(absent)
  if (!handle) return found
  for await (const line of createInterface({ input: handle.createReadStream() })) {
    const anchor = readAnchor(line) ?? readLogLine(line)
    if (!anchor) continue
    const hashes = found.get(anchor.sequence)
    if (hashes) hashes.add(anchor.hash)
    else found.set(anchor.sequence, new Set([anchor.hash]))
  }
  return found
}

function readAnchor(line: string): Anchor | null {
  const [, sequence, hash] = LINE.exec(line) ?? []
  return sequence && hash ? { sequence: Number(sequence), hash } : null
}

function readLogLine(line: string): Anchor | null {
  const sequence = /"auditSequence":(\d{1,15})\b/.exec(line)?.[1]
  const hash = /"auditHash":"([\w-]{43})"/.exec(line)?.[1]
  return sequence && hash ? { sequence: Number(sequence), hash } : null
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function absent(error: unknown): null {
  if (isMissing(error)) return null
  throw error
}
