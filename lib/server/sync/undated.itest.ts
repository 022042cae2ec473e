import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { rows } from '#lib/server/db/client.ts'
import type { ListPage, Upstreams } from '#lib/server/upstream/contract.ts'
import { testDatabase } from '#lib/testing/database.ts'
import type { PlannedWindow } from './plan.ts'
import type { SyncContext } from './run-window.ts'
import { checkUndatedLists } from './undated.ts'

const WINDOW: PlannedWindow = {
  source: 'hello-tractor',
  resource: 'billing-periods',
  fromDay: '2026-11-02',
  toDay: '2026-11-08',
  state: 'complete',
  lastRunAt: 1,
  lastCompleteAt: 1,
  dueAt: 1,
  requestedAt: null,
  failures: 0,
  unsettled: 0,
  errorCode: null,
  errorDetail: null,
  reasons: null,
  isAttributionDoubtful: false,
  token: 1,
}

test('a source that answers slowly costs the check no connection to PostgreSQL', async () => {
  const { db, drop } = await testDatabase()
  onTestFinished(drop)
  // PostgreSQL does this to transactions that have been idle for a minute.
  const endIdleTransactions = () =>
    db.execute(sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction'`)
  const page = async <Row>(): Promise<ListPage<Row>> => {
    await endIdleTransactions()
    return { records: [], rejected: [], count: 3, next: null }
  }
  const unused = () => Promise.reject(new Error('not called here'))
  const helloTractor: Upstreams['helloTractor'] = {
    billingPeriodPage: page,
    invoicePage: page,
    billingPeriod: unused,
    invoice: unused,
    invoicePdf: unused,
  }
  const context: SyncContext = {
    db,
    settings: {
      syncFrom: '2026-11-02',
      timeZone: 'UTC',
      hotIntervalMs: 1,
      historyCallsPerHour: 0,
      currencies: [],
      fundingSources: [],
      linkReading: null,
      origins: {},
    },
    now: () => new Date(),
    random: () => 0,
    signal: new AbortController().signal,
    refused: new Set(),
  }
  await checkUndatedLists({ helloTractor, paymentLinks: null, clientInvoices: null }, [WINDOW], context)
  const fact = sql`select value from source_fact where fact = 'undated'`
  expect(await rows(db, fact)).toEqual([{ value: { rows: 0 } }])
  const locks = sql`select 1 from pg_locks where locktype = 'advisory' and database =
    (select oid from pg_database where datname = current_database())`
  expect(await rows(db, locks)).toEqual([])
})
