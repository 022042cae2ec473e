import { expect, test } from 'vitest'
import { readEnv } from '#lib/server/config/env.ts'
import type { Database } from '#lib/server/db/client.ts'
import { AggregateRounds } from './aggregate-rounds.ts'
import { syncSettings } from './settings.ts'

const PERIODS = { source: 'hello-tractor', resource: 'billing-periods' } as const
const LINKS = { source: 'payment-links', resource: 'invoices' } as const
const settings = syncSettings(readEnv({}))
const now = () => new Date('2026-11-18T12:00:00Z')

/** A database that fails every statement with this PostgreSQL error code. */
function failing(code: string): Database {
  const execute = async () => {
    throw Object.assign(new Error(`PostgreSQL says ${code}`), { code })
  }
  return { execute } as unknown as Database
}

test('reports a comparison that PostgreSQL is too busy for, and goes on to the next list', async () => {
  const said: string[] = []
  const rounds = new AggregateRounds([PERIODS, LINKS], (line) => said.push(line))
  for (let step = 0; step < 4; step += 1) await rounds.step({ db: failing('57014'), now, settings })
  expect(said).toEqual([
    'The totals of Hello Tractor billing periods could not be compared with their rows: PostgreSQL is too busy. The next round tries again.',
    'The totals of Payment links invoices could not be compared with their rows: PostgreSQL is too busy. The next round tries again.',
  ])
})

test('rethrows when the database is unreachable or read-only, because no sync can run then', async () => {
  for (const code of ['ECONNREFUSED', '25006'])
    await expect(
      new AggregateRounds([PERIODS], () => {}).step({ db: failing(code), now, settings }),
    ).rejects.toThrow(code)
})
