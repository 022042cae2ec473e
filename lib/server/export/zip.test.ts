import { randomBytes } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { unzip } from '#lib/testing/unzip.ts'
import { type ZipEntry, zipped } from './zip.ts'

const MIB = 1024 * 1024
const options = { mtime: new Date('2026-03-02T08:00:00Z'), comment: () => '2 of 3 files' }

async function* given(...entries: ZipEntry[]): AsyncGenerator<ZipEntry> {
  yield* entries
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

describe('a ZIP', () => {
  test('holds whole and streamed files unchanged, and ends with its comment', async () => {
    const large = randomBytes(3_000_000)
    const files = { 'Äöß 发票.pdf': randomBytes(50_000), 'empty.pdf': Buffer.alloc(0), 'large.pdf': large }
    const zip = Buffer.concat(
      await Array.fromAsync(
        zipped(
          given(
            { name: 'Äöß 发票.pdf', bytes: files['Äöß 发票.pdf'] },
            { name: 'large.pdf', chunks: inChunks(large, 70_000) },
            { name: 'empty.pdf', bytes: files['empty.pdf'] },
          ),
          options,
        ),
      ),
    )
    const read = unzip(zip)
    expect(read.comment).toBe('2 of 3 files')
    expect(read.files.map(({ name, isSizedAhead }) => [name, isSizedAhead])).toEqual([
      ['Äöß 发票.pdf', true],
      ['large.pdf', false],
      ['empty.pdf', true],
    ])
    for (const { name, bytes } of read.files)
      expect(files[name as keyof typeof files].equals(bytes)).toBe(true)
    // Files are stored uncompressed: only names, headers and the directory add to their size.
    expect(zip.length).toBeLessThan(3_050_000 + 3 * 200 + 100)
  })

  test('is valid without any files', async () => {
    const zip = Buffer.concat(await Array.fromAsync(zipped(given(), options)))
    expect(unzip(zip)).toEqual({ comment: '2 of 3 files', files: [] })
  })

  test('requests the next file only when it is read', async () => {
    let made = 0
    async function* endless(): AsyncGenerator<ZipEntry> {
      for (;;) {
        made += 1
        yield { name: `${made}.pdf`, bytes: randomBytes(200_000) }
      }
    }
    const chunks = zipped(endless(), options)
    for (let read = 0; read < 40_000_00; ) read += (await chunks.next()).value?.byteLength ?? 0
    expect(made).toBeLessThan(25)
    await chunks.return(undefined)
    const atReturn = made
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(made).toBe(atReturn)
  })

  test('frees each file’s memory after it was read', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const made: WeakRef<Buffer>[] = []
    async function* many(): AsyncGenerator<ZipEntry> {
      for (let at = 0; at < 60; at += 1) {
        const bytes = Buffer.alloc(MIB, at)
        made.push(new WeakRef(bytes))
        yield { name: `${at}.pdf`, bytes }
      }
    }
    const kept: number[] = []
    let read = 0
    for await (const chunk of zipped(many(), options)) {
      read += chunk.byteLength
      if (read < 50 * MIB) continue
      // Unreferenced memory is released after a turn of the event loop.
      await new Promise((resolve) => setTimeout(resolve, 1))
      collect()
      kept.push(made.filter((bytes) => bytes.deref() !== undefined).length)
    }
    expect(made).toHaveLength(60)
    expect(Math.max(...kept)).toBeLessThan(5)
  })

  test.each([
    ['a file', () => given({ name: 'a.pdf', chunks: failing() })],
    ['the list of files', failingEntries],
  ])('ends with the error when %s breaks off', async (_what, entries) => {
    await expect(Array.fromAsync(zipped(entries(), options))).rejects.toThrow('broke off')
  })
})

async function* failing(): AsyncGenerator<Uint8Array> {
  yield randomBytes(100_000)
  throw new Error('the file broke off')
}
async function* failingEntries(): AsyncGenerator<ZipEntry> {
  yield { name: 'a.pdf', bytes: randomBytes(100_000) }
  throw new Error('the list broke off')
}
