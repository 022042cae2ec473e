import { crc32, inflateRawSync } from 'node:zlib'

export type UnzippedFile = {
  name: string
  bytes: Buffer
  /** True if size and checksum precede the content, so that a reader can stream the file. */
  isSizedAhead: boolean
  isDeflated: boolean
}
export type Unzipped = { comment: string; files: UnzippedFile[] }

const END = { signature: 0x06054b50, length: 22 }
const CENTRAL = { signature: 0x02014b50, length: 46 }
const LOCAL = { signature: 0x04034b50, length: 30 }
const DESCRIPTOR = { signature: 0x08074b50, length: 16 }
const [STORED, DEFLATED] = [0, 8]
const FLAG_DESCRIPTOR = 0x08
const FLAG_UTF8 = 0x800

/**
 * Reads a ZIP of stored or deflated files by APPNOTE.TXT alone, without the library that wrote it.
 * @throws {Error} if a signature, name, size or checksum contradicts another part of the file, or a byte
 * belongs to no part.
 */
export function unzip(zip: Buffer): Unzipped {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  require(end >= 0 && zip.readUInt32LE(end) === END.signature, 'no end of the central directory')
  const commentLength = zip.readUInt16LE(end + 20)
  require(end + END.length + commentLength === zip.length, 'bytes behind the end')
  const count = zip.readUInt16LE(end + 10)
  const files: UnzippedFile[] = []
  let central = zip.readUInt32LE(end + 16)
  let data = 0
  const directory = central
  for (let at = 0; at < count; at += 1) {
    const entry = readCentral(zip, central)
    require(entry.offset === data, `${entry.name} does not follow the file before`)
    const { file, next } = readFile(zip, entry)
    files.push(file)
    data = next
    central = entry.next
  }
  require(data === directory, 'bytes between the files and the directory')
  require(central === end, 'bytes between the directory and its end')
  return { comment: zip.toString('ascii', end + END.length), files }
}

type Central = ReturnType<typeof readCentral>

function readCentral(zip: Buffer, at: number) {
  require(zip.readUInt32LE(at) === CENTRAL.signature, 'no entry of the directory')
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
  const nameEnd = at + CENTRAL.length + (nameLength ?? 0)
  const flags = zip.readUInt16LE(at + 8)
  require((flags & FLAG_UTF8) !== 0, 'a name that is not said to be UTF-8')
  const method = zip.readUInt16LE(at + 10)
  require(method === STORED || method === DEFLATED, 'a file that is packed in another way')
  return {
    flags,
    isDeflated: method === DEFLATED,
    packed: zip.readUInt32LE(at + 20),
    crc: zip.readUInt32LE(at + 16),
    size: zip.readUInt32LE(at + 24),
    offset: zip.readUInt32LE(at + 42),
    name: zip.toString('utf8', at + CENTRAL.length, nameEnd),
    next: nameEnd + (extraLength ?? 0) + (commentLength ?? 0),
  }
}

function readFile(zip: Buffer, entry: Central): { file: UnzippedFile; next: number } {
  const { offset, name, size, packed, crc, isDeflated } = entry
  require(zip.readUInt32LE(offset) === LOCAL.signature, `no header before ${name}`)
  const nameEnd = offset + LOCAL.length + zip.readUInt16LE(offset + 26)
  require(zip.toString('utf8', offset + LOCAL.length, nameEnd) === name, `another name before ${name}`)
  const start = nameEnd + zip.readUInt16LE(offset + 28)
  const behind = start + packed
  const stored = zip.subarray(start, behind)
  const bytes = isDeflated ? inflateRawSync(stored) : stored
  require(bytes.length === size && crc32(bytes) === crc, `a wrong size or checksum of ${name}`)
  const isSizedAhead = (entry.flags & FLAG_DESCRIPTOR) === 0
  const file = { name, bytes, isSizedAhead, isDeflated }
  const sizesAt = (at: number) => [zip.readUInt32LE(at), zip.readUInt32LE(at + 4)].join()
  require(!isSizedAhead || sizesAt(offset + 18) === [packed, size].join(), `a wrong size before ${name}`)
  if (isSizedAhead) return { file, next: behind }
  require(zip.readUInt32LE(behind) === DESCRIPTOR.signature, `no size behind ${name}`)
  require(zip.readUInt32LE(behind + 4) === crc &&
    sizesAt(behind + 8) === [packed, size].join(), `a wrong size behind ${name}`)
  return { file, next: behind + DESCRIPTOR.length }
}

function require(isSo: boolean, fault: string): void {
  if (!isSo) throw new Error(`Not a sound ZIP: ${fault}`)
}
