import 'server-only'
import { appendFile, mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'

/**
 * An end of the chain (number and hash) that was written outside the database, so that a truncated chain can
 * be detected.
 */
export type Anchor = { sequence: number; hash: string }

const LINE = /^(\d{1,15}) ([\w-]{43})$/
const TAIL_BYTES = 4096

/**
 * Returns the append-only file that holds the chain's ends of one database, one line a write.
 * @param databaseUrl a postgres:// address, whose database name tells the files in DATA_DIR apart
 */
export function anchorFile(dataDir: string, databaseUrl: string): string {
  const name = decodeURIComponent(new URL(databaseUrl).pathname.slice(1)).replace(/[^\w-]/g, '_')
  return path.resolve(dataDir, 'audit-anchors', `${name || 'default'}.log`)
}

/**
 * Appends an end to the anchor file. Each line is one short append, so that lines of several processes do not
 * mix.
 */
export async function writeAnchor(file: string, { sequence, hash }: Anchor): Promise<void> {
  const line = `${sequence} ${hash}\n`
  const write = () => appendFile(file, line, { mode: 0o600 })
  await write().catch(async (error: unknown) => {
    if (!isMissing(error)) throw error
    await mkdir(path.dirname(file), { recursive: true })
    await write()
  })
}

/** Returns the last end in the file, or null without one. */
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
 * Reads all ends in a file, by sequence. The file may be an anchor file or Furrow's log; other lines are
 * skipped. A sequence with two different hashes keeps both, because at most one of them can be in the chain.
 * @returns an empty map if the file does not exist
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
