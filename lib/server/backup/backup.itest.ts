import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { openDatabase, rows } from '#lib/server/db/client.ts'
import { migrateDatabase, migrationsOfRelease, schemaOf } from '#lib/server/db/migrate.ts'
import { type Mirror, startMirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import { emptyDatabase } from '#lib/testing/database.ts'
import { writeBackup } from './backup.ts'
import { dataFrame, readFrames, recordFrame } from './frames.ts'
import { restoreBackup } from './restore.ts'

const TABLES = [
  'billing_period',
  'billing_period_day',
  'billing_period_week',
  'billing_period_year',
  'collection_week',
  'invoice',
  'invoice_day',
  'invoice_week',
  'invoice_year',
  'mirror_state',
  'payment_link_sighting',
  'row_history',
  'source_fact',
  'sync_window',
  'unpaid_day',
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'furrow-backup-'))
  return () => rm(folder, { recursive: true, force: true })
})

const signal = new AbortController().signal

/** Reads every row of every table as text. */
async function contents(url: string): Promise<Record<string, string[]>> {
  const db = openDatabase(url, { max: 1 })
  try {
    const found: Record<string, string[]> = {}
    for (const table of TABLES) {
      const lines = await rows<{ line: string }>(
        db,
        sql`select to_jsonb(t)::text as line from ${sql.raw(table)} as t order by 1`,
      )
      found[table] = lines.map(({ line }) => line)
    }
    return found
  } finally {
    await db.$client.end()
  }
}

async function filledMirror(): Promise<Mirror> {
  const mirror = await startReadMirror()
  return mirror
}

describe('a backup', () => {
  test('restores into an empty database row for row, history and aggregates included, and identities continue', async () => {
    const mirror = await filledMirror()
    const file = path.join(folder, 'whole.furrow')
    const seen: string[] = []
    const written = await writeBackup({
      url: mirror.url,
      file,
      signal,
      onProgress: ({ table }) => seen.push(table),
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const target = await emptyDatabase()
    expect(await restoreBackup({ url: target, file, signal })).toEqual({
      rows: written.contents.rows,
      leftOut: {},
    })
    const original = await contents(mirror.url)
    expect(await contents(target)).toEqual(original)
    for (const table of ['billing_period', 'invoice', 'row_history', 'billing_period_year', 'sync_window'])
      expect(original[table]?.length, table).toBeGreaterThan(0)
    expect(new Set(seen)).toContain('row_history')
    const db = openDatabase(target, { max: 1 })
    onTestFinished(() => db.$client.end())
    const [entry] = await rows<{ isNext: boolean }>(
      db,
      sql`insert into row_history (source, resource, id, seen_at) values ('hello-tractor', 'invoices', 'x', now())
        returning entry = (select max(entry) + 1 from row_history) as "isNext"`,
    )
    expect(entry).toEqual({ isNext: true })
  })

  test('holds one snapshot, without rows written while it runs', async () => {
    const mirror = await filledMirror()
    const before = await contents(mirror.url)
    const file = path.join(folder, 'snapshot.furrow')
    let change: Promise<unknown> | null = null
    const onProgress = () => {
      change ??= mirror.db.execute(sql`with gone as (delete from row_history) delete from sync_window`)
    }
    await writeBackup({ url: mirror.url, file, signal, onProgress })
    await change
    expect((await contents(mirror.url)).sync_window).toEqual([])
    const target = await emptyDatabase()
    await restoreBackup({ url: target, file, signal })
    expect(await contents(target)).toEqual(before)
  })

  test('never overwrites a file, and leaves none when stopped', async () => {
    const mirror = await startMirror()
    const file = path.join(folder, 'stopped.furrow')
    const stop = new AbortController()
    const stopped = writeBackup({
      url: mirror.url,
      file,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped')),
    })
    await expect(stopped).rejects.toThrow()
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false])
    await writeFile(file, 'mine')
    await expect(writeBackup({ url: mirror.url, file, signal })).rejects.toThrow('exists already')
    expect(await readFile(file, 'utf8')).toBe('mine')
  })
})

describe('a restore', () => {
  test('gives a backup its name only after reading it back whole', async () => {
    const mirror = await startMirror()
    const file = path.join(folder, 'read-back.furrow')
    const stop = new AbortController()
    const seen: string[] = []
    const onProgress = ({ table }: { table: string }) => {
      expect(existsSync(file)).toBe(false)
      if (seen.at(-1) === table) return
      if (seen.includes(table)) stop.abort(new Error('stopped while it was read back'))
      seen.push(table)
    }
    await mirror.pass()
    const stopped = writeBackup({ url: mirror.url, file, signal: stop.signal, onProgress })
    await expect(stopped).rejects.toThrow('stopped while it was read back')
    expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false])
  })

  test('refuses a database with rows, names the fix, and changes nothing', async () => {
    const mirror = await filledMirror()
    const file = path.join(folder, 'refused.furrow')
    await writeBackup({ url: mirror.url, file, signal })
    const before = await contents(mirror.url)
    const refusal = restoreBackup({ url: mirror.url, file, signal })
    await expect(refusal).rejects.toThrow(/is not empty.*new DATA_DIR/)
    expect(await contents(mirror.url)).toEqual(before)
  })

  test('names the table whose row PostgreSQL refuses while more of the file is read', async () => {
    const mirror = await filledMirror()
    const file = path.join(folder, 'refused-row.furrow')
    await writeBackup({ url: mirror.url, file, signal })
    const whole = gunzipSync(await readFile(file))
    const frames: Buffer[] = []
    for await (const frame of readFrames(Readable.from([whole])))
      frames.push(
        ...(frame.kind === 'record'
          ? [recordFrame(frame.value)]
          : [
              dataFrame(Buffer.from('no row\n')),
              ...Array.from({ length: 500 }, () => dataFrame(frame.bytes)),
            ]),
      )
    await writeFile(file, gzipSync(Buffer.concat(frames)))
    const target = await emptyDatabase()
    await expect(restoreBackup({ url: target, file, signal })).rejects.toThrow(
      /^The backup is damaged: PostgreSQL refused a row of \w+ \(.+\)\. Use another copy of it\.$/,
    )
  })

  test('leaves the database empty if the file is cut short, changed or not a backup', async () => {
    const mirror = await filledMirror()
    const file = path.join(folder, 'damaged.furrow')
    await writeBackup({ url: mirror.url, file, signal })
    const whole = await readFile(file)
    const target = await emptyDatabase()
    const flipped = Buffer.from(whole)
    const middle = Math.floor(whole.length / 2)
    flipped.writeUInt8(flipped.readUInt8(middle) ^ 0xff, middle)
    for (const bytes of [whole.subarray(0, -200), flipped, Buffer.from('something else')]) {
      await writeFile(file, bytes)
      await expect(restoreBackup({ url: target, file, signal })).rejects.toThrow(/backup/)
    }
    await writeFile(file, whole)
    await restoreBackup({ url: target, file, signal })
    expect(await contents(target)).toEqual(await contents(mirror.url))
  })

  test('is refused for a role that may read only some of the tables', async () => {
    const mirror = await startMirror()
    const reader = `reader_${randomBytes(6).toString('hex')}`
    onTestFinished(async () => {
      await mirror.db.execute(sql.raw(`drop owned by ${reader}; drop role ${reader}`))
    })
    await mirror.db.execute(
      sql.raw(`create role ${reader} login password 'hunter2'; grant usage on schema drizzle to ${reader};
        grant select on all tables in schema public, drizzle to ${reader};
        revoke select on invitation from ${reader}`),
    )
    const url = new URL(mirror.url)
    url.username = reader
    url.password = 'hunter2'
    const file = path.join(folder, 'reader.furrow')
    await expect(writeBackup({ url: url.href, file, signal })).rejects.toThrow(
      /may not read the whole database \(permission denied for table invitation\)/,
    )
    expect(existsSync(file)).toBe(false)
  })

  test('leaves the database empty when stopped, and can be repeated', async () => {
    const mirror = await filledMirror()
    const file = path.join(folder, 'again.furrow')
    await writeBackup({ url: mirror.url, file, signal })
    const target = await emptyDatabase()
    const stop = new AbortController()
    const stopped = restoreBackup({
      url: target,
      file,
      signal: stop.signal,
      onProgress: ({ table }) => table === 'row_history' && stop.abort(new Error('stopped')),
    })
    await expect(stopped).rejects.toThrow('stopped')
    await restoreBackup({ url: target, file, signal })
    expect(await contents(target)).toEqual(await contents(mirror.url))
  })

  test('upgrades an earlier schema to this release, and refuses a newer database', async () => {
    const mirror = await filledMirror()
    const [first = 0, ...later] = migrationsOfRelease()
    const former = await emptyDatabase()
    await migrateDatabase(former, { upTo: first })
    const source = path.join(folder, 'former.furrow')
    await writeBackup({ url: former, file: source, signal })
    const target = await emptyDatabase()
    await restoreBackup({ url: target, file: source, signal })
    expect(await schemaOf(target)).toBe(Math.max(first, ...later))
    await expect(restoreBackup({ url: mirror.url, file: source, signal })).rejects.toThrow(/newer schema/)
  })
})
