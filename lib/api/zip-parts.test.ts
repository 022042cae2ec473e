import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { trackZip, zipComment } from './zip-parts.ts'

/** One stored file as bytes of a ZIP: local header, name, content. */
function entry(name: string, bytes: Buffer, flags = 0x800): Buffer {
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(flags, 6)
  head.writeUInt32LE(bytes.length, 18)
  head.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([head, Buffer.from(name), bytes])
}

function end(comment: string): Buffer {
  const tail = Buffer.alloc(22)
  tail.writeUInt32LE(0x06054b50, 0)
  tail.writeUInt16LE(comment.length, 20)
  return Buffer.concat([tail, Buffer.from(comment)])
}

const directory = Buffer.concat([Buffer.from([0x50, 0x4b, 0x01, 0x02]), Buffer.alloc(42)])
// One file contains the header of another file, and one file is empty.
const files = [
  entry('a.pdf', Buffer.concat([randomBytes(100), entry('b.pdf', randomBytes(9))])),
  entry('发票.pdf', Buffer.alloc(0)),
  entry('c.pdf', randomBytes(5_000)),
]
const zip = Buffer.concat([...files, directory, end('3 of 4 files')])

test.each([1, 7, 29, 30, 31, 64, 10_000])('counts files in chunks of %i bytes', (size) => {
  const { count, held } = trackZip()
  let counted = 0
  for (let at = 0; at < zip.length; at += size) counted += count(zip.subarray(at, at + size)) ?? Number.NaN
  expect(counted).toBe(3)
  expect(held()).toEqual({ files: 3, bytes: Buffer.concat(files).length })
})

test('knows which files have come whole, and where the next one begins', () => {
  const ends = [0, 1, 2, 3].map((number) => Buffer.concat(files.slice(0, number)).length)
  for (let bytes = 0; bytes <= zip.length; bytes += 1) {
    const { count, held } = trackZip()
    count(zip.subarray(0, bytes))
    const whole = ends.filter((end) => end <= bytes).length - 1
    expect(held()).toEqual({ files: whole, bytes: ends[whole] })
  }
})

test('stops counting and returns null at a file with its size in a data descriptor', () => {
  const { count, held } = trackZip()
  expect(count(files[0] ?? Buffer.alloc(0))).toBe(1)
  expect(count(entry('large.pdf', randomBytes(50), 0x808))).toBeNull()
  expect(count(files[1] ?? Buffer.alloc(0))).toBeNull()
  expect(held()).toEqual({ files: 1, bytes: files[0]?.length })
})

test.each([
  ['a whole ZIP', zip, '3 of 4 files'],
  ['a ZIP without a comment', Buffer.concat([directory, end('')]), ''],
  ['a truncated ZIP', zip.subarray(0, -5), null],
  ['a ZIP without its end', Buffer.concat(files), null],
  ['an empty file', Buffer.alloc(0), null],
])('reads the comment of %s', async (_what, bytes, comment) => {
  expect(await zipComment(new Blob([new Uint8Array(bytes)]))).toBe(comment)
})
