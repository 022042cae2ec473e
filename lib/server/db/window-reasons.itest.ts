import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { english } from '#lib/server/words/words.ts'
import { reasonsDetail } from '#lib/sources/reason-words.ts'
import { emptyDatabase } from '#lib/testing/database.ts'
import { readReasons, type WindowReason } from '#lib/window-reasons.ts'
import { openDatabase } from './client.ts'
import { migrateDatabase, migrationsOfRelease } from './migrate.ts'

/** The place of the migration among all. */
const BEFORE_CODES = 11

type Sentences = { state?: string; detail?: string; doubt?: string }

const WINDOWS: [Sentences, codes: WindowReason['code'][]][] = [
  [{}, []],
  [
    {
      detail:
        'The source counted 77 rows and listed 65. 1 row without a readable id left out. By currency "NGN": The source counted 44 rows and listed 32.',
    },
    ['miscounted', 'no_id', 'part'],
  ],
  [
    {
      detail:
        '3 of 90 rows were listed twice: the list shifted while it was read. By funding_source "X. By Y": two readings of the same list differ.',
    },
    ['repeated', 'part'],
  ],
  [
    {
      detail:
        'The list kept shifting while it was read. By funding_source "A": 2 rows without a readable id. The source does not accept the funding_source "Agri "1"": check its spelling.',
    },
    ['shifting', 'part', 'refused'],
  ],
  [
    {
      detail:
        'The walks by currency of 12 rows broke off: Hello Tractor did not answer in time. The walks by funding_source of 12 rows broke off: Hello Tractor cannot be reached. It may be down.',
    },
    ['broken_off', 'broken_off'],
  ],
  [{ detail: 'Read under another configuration; it is being read again.' }, ['reconfigured']],
  [{ state: 'failed', detail: 'The source counted nothing, said Hello Tractor.' }, ['failed']],
  [{ detail: 'The list kept shifting while it was read. Nobody knows this.' }, ['shifting', 'former']],
  [
    {
      doubt:
        'The filter funding_source gives rows for "QZXV", which does not exist: it is ignored or matches loosely. 1 row came under another funding source than before, or under none: they keep it until the next sync, or a person, confirms that. 2 rows that had a funding source now are in more than one.',
    },
    ['filter_ignored', 'changing', 'doubled'],
  ],
  [
    {
      doubt:
        'The filter currency gives nearly every row both for "NGN" and for "KES": it is ignored, or the two names mean the same.',
    },
    ['contradicted'],
  ],
]

/** The sentences above as this release words them. */
const TODAY = [
  null,
  'The source counted 77 rows and listed 65. 1 row without a valid id is left out. By currency "NGN": The source counted 44 rows and listed 32.',
  '3 of 90 rows were listed twice, because the list changed during the sync. By funding source "X. By Y": The source returned a different list on the second request.',
  'The list kept changing during the sync. By funding source "A": 2 rows without a valid id. The source doesn’t accept the funding source "Agri "1"": check its spelling.',
  'Reading 12 rows by currency stopped early. Hello Tractor did not answer in time. Reading 12 rows by funding source stopped early. Hello Tractor cannot be reached. It may be down.',
  'Synced with a different configuration, so it is being synced again.',
  'The source counted nothing, said Hello Tractor.',
  'The list kept changing during the sync. Nobody knows this.',
  'The funding source filter returns rows for "QZXV", which doesn’t exist. The source ignores the filter or matches it loosely. 1 row now has a different funding source, or none. It keeps the previous one until the next sync or a person confirms the change. 2 rows that had one funding source are now in more than one.',
  'The currency filter returns nearly every row both for "NGN" and for "KES". The source ignores the filter, or the two names mean the same thing.',
]

test('an upgrade reads the reasons of windows as codes that say the same, and keeps what it cannot read', async () => {
  const url = await emptyDatabase()
  await migrateDatabase(url, { upTo: migrationsOfRelease()[BEFORE_CODES] ?? 0 })
  const db = openDatabase(url, { max: 1 })
  onTestFinished(() => db.$client.end())
  for (const [at, [{ state = 'partial', detail, doubt }]] of WINDOWS.entries())
    await db.execute(sql`
      insert into sync_window (source, resource, from_day, due_at, state, detail, attribution_fault, error_code)
      values ('hello-tractor', 'invoices', date '2026-01-05' + 7 * ${at}::int, now(), ${state}, ${detail ?? null},
        ${doubt ?? null}, case when ${state} = 'failed' then 'timeout' end)`)
  await migrateDatabase(url)
  const { rows } = await db.execute<{ reasons: unknown; faults: unknown }>(
    sql`select reasons, attribution_faults as faults from sync_window order by from_day`,
  )
  const read = rows.map(({ reasons, faults }) => [...readReasons(reasons), ...readReasons(faults)])
  expect(read.map((reasons) => reasons.map(({ code }) => code))).toEqual(WINDOWS.map(([, codes]) => codes))
  expect(read.map((reasons) => reasonsDetail(reasons, english('reasons')))).toEqual(TODAY)
  expect(read[2]?.[1]).toMatchObject({ value: 'X. By Y' })
  expect(read[6]).toEqual([{ code: 'failed', error: 'timeout', message: WINDOWS[6]?.[0].detail }])
  const left = await db.execute(sql`select proname from pg_proc where proname like 'furrow\\_%\\_of'`)
  expect(left.rows).toEqual([])
})
