import { once } from 'node:events'
import { sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { billingPeriodColumns } from '#lib/server/billing-periods/query.ts'
import { query } from '#lib/server/db/client.ts'
import { type BenchEnvironment, type Million, readFrom } from './environment.ts'
import { OPERATOR } from './list-cases.ts'
import { watchMemory } from './memory.ts'
import { atMost, type Finding, median, mib, ms, spread, times } from './report.ts'
import { interleaved, ratios, timed } from './rounds.ts'

const RATIO_TO_COPY = 4
const MEMORY_BYTES = 48 * 1024 * 1024
const FIRST_BYTE_MS = 300
const CANCEL_MS = 1_000
/** Two rounds suffice, because an export of a million rows takes long enough for a steady figure. */
const ROUNDS = 2

const EVERYTHING = { ...parseParams(billingPeriodFilters, new URLSearchParams()), format: 'csv' as const }

/**
 * P11: measures the CSV export of all billing periods against `COPY` of the same columns in the same order.
 */
export async function measureExport(environment: BenchEnvironment): Promise<Finding[]> {
  const million = await environment.million()
  readFrom(million)
  environment.note('P11: exports of a million rows …')
  const firstBytes: number[] = []
  const memory = watchMemory()
  const { csv, copy } = await interleaved(
    {
      copy: () => timed(() => copyEverything(million.url)),
      csv: async () => {
        memory.begin()
        const { totalMs, firstByteMs } = await readExport()
        memory.end()
        firstBytes.push(firstByteMs)
        return totalMs
      },
    },
    ROUNDS,
  )
  const ratio = median(ratios(csv, copy))
  const cancelMs = await measureCancel(million)
  return [
    {
      name: 'CSV of 1,000,000 billing periods',
      figure: spread(csv, ms),
      anchor: `COPY ${ms(median(copy))}`,
      ratio: times(ratio),
      target: `<= ${RATIO_TO_COPY}x`,
      isMet: ratio <= RATIO_TO_COPY,
    },
    atMost(
      'its resident memory above what stood before, after warming up',
      memory.growth(),
      MEMORY_BYTES,
      mib,
    ),
    {
      name: 'its first byte',
      figure: spread(firstBytes.slice(1), ms),
      target: `<= ${FIRST_BYTE_MS} ms`,
      isMet: median(firstBytes.slice(1)) <= FIRST_BYTE_MS,
    },
    atMost('until a cancelled one has left the database', cancelMs, CANCEL_MS, ms),
  ]
}

async function readExport(): Promise<{ totalMs: number; firstByteMs: number }> {
  const startedAt = performance.now()
  const response = await exportBillingPeriods(OPERATOR, EVERYTHING)
  let firstByteMs = Number.NaN
  for await (const chunk of response.body ?? []) {
    if (chunk.length > 0 && Number.isNaN(firstByteMs)) firstByteMs = performance.now() - startedAt
  }
  return { totalMs: performance.now() - startedAt, firstByteMs }
}

async function copyEverything(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { sql: text } = new PgDialect().sqlToQuery(
      sql`copy (select ${billingPeriodColumns} from billing_period where gone_at is null
        order by start_date desc nulls last, id collate "C" desc) to stdout (format csv)`,
    )
    const stream = client.query(copyTo(text))
    stream.resume()
    await once(stream, 'end')
  } finally {
    await client.end()
  }
}

async function measureCancel({ db }: Million): Promise<number> {
  const response = await exportBillingPeriods(OPERATOR, EVERYTHING)
  const reader = response.body?.getReader()
  if (!reader) throw new Error('The export has no body')
  for (let chunks = 0; chunks < 3; chunks += 1) await reader.read()
  const startedAt = performance.now()
  await reader.cancel()
  for (;;) {
    const left = await query(db)`
      select 1 from pg_stat_activity where datname = current_database() and query like '%export_rows%'
        and pid <> pg_backend_pid()`
    if (left.length === 0) return performance.now() - startedAt
  }
}
