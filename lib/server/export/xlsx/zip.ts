import 'server-only'
import { pipeline } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

export type ZipPart = { name: string; chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array> }
type Sums = { crc: number; size: number; packed: number }
type Written = Sums & { name: Buffer; offset: number }

/** Markup is mostly repetition: more effort costs twice the time and saves a tenth. */
const LEVEL = 2
const VERSION = 20
/** Sizes stand behind each part, and names are UTF-8. */
const FLAGS = 0x08 | 0x800
const DEFLATED = 8
/** What a size field holds; spreadsheets do not agree on the wider ones. */
const MOST_BYTES = 0xffff_ffff

/**
 * The bytes of a ZIP of deflated parts (APPNOTE.TXT 6.3), each part asked for when the one before is written, its chunks as
 * they are read. Names are ASCII or UTF-8, `at` is the time all parts bear. Throws where a part or the whole passes 4 GiB.
 */
export async function* deflatedZip(
  parts: Iterable<ZipPart> | AsyncIterable<ZipPart>,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const time = dosTime(at)
  const written: Written[] = []
  let offset = 0
  for await (const part of parts) {
    const name = Buffer.from(part.name)
    const start = offset
    const header = localHeader(name, time)
    yield header
    const sums = { crc: 0, size: 0, packed: 0 }
    for await (const chunk of deflated(part, sums)) {
      sums.packed += chunk.byteLength
      requireFit(start + sums.packed)
      yield chunk
    }
    const behind = descriptor(sums)
    yield behind
    offset += header.length + sums.packed + behind.length
    written.push({ ...sums, name, offset: start })
  }
  requireFit(offset)
  yield directory(written, offset, time)
}

function deflated(part: ZipPart, sums: Sums): AsyncIterable<Uint8Array> {
  const deflate = createDeflateRaw({ level: LEVEL, chunkSize: 64 * 1024 })
  // What fails, and who stops reading, ends the other side of it; the reader is told by the stream itself.
  pipeline(summed(part.chunks, sums), deflate, () => {})
  return deflate
}

async function* summed(chunks: ZipPart['chunks'], sums: Sums): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    sums.crc = crc32(chunk, sums.crc)
    sums.size += chunk.byteLength
    requireFit(sums.size)
    yield chunk
  }
}

function requireFit(bytes: number): void {
  if (bytes > MOST_BYTES) throw new Error('The file passes the 4 GiB that a ZIP holds')
}

function localHeader(name: Buffer, time: number): Buffer {
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(DEFLATED, 8)
  header.writeUInt32LE(time, 10)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name])
}

function descriptor({ crc, size, packed }: Sums): Buffer {
  const behind = Buffer.alloc(16)
  behind.writeUInt32LE(0x08074b50, 0)
  behind.writeUInt32LE(crc, 4)
  behind.writeUInt32LE(packed, 8)
  behind.writeUInt32LE(size, 12)
  return behind
}

function directory(written: readonly Written[], offset: number, time: number): Buffer {
  const entries = Buffer.concat(written.map((part) => Buffer.concat([directoryEntry(part, time), part.name])))
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(written.length, 8)
  end.writeUInt16LE(written.length, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([entries, end])
}

function directoryEntry({ name, offset, crc, size, packed }: Written, time: number): Buffer {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(VERSION, 4)
  entry.writeUInt16LE(VERSION, 6)
  entry.writeUInt16LE(FLAGS, 8)
  entry.writeUInt16LE(DEFLATED, 10)
  entry.writeUInt32LE(time, 12)
  entry.writeUInt32LE(crc, 16)
  entry.writeUInt32LE(packed, 20)
  entry.writeUInt32LE(size, 24)
  entry.writeUInt16LE(name.length, 28)
  entry.writeUInt32LE(offset, 42)
  return entry
}

/** A time as ZIP keeps it, date above time of day, in steps of two seconds; here in UTC. */
function dosTime(at: Date): number {
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1)
  return ((day << 16) | time) >>> 0
}
