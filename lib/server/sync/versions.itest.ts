import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { readSnapshot } from '#lib/server/db/client.ts'
import { readHistory } from '#lib/server/lists/row-history.ts'
import { idsOfWeek, startMirror, startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'

type Fields = { amount?: string; loanName?: string }

async function startWithRow() {
  const mirror = await startReadMirror(openTestDatabase)
  const [id = ''] = idsOfWeek(mirror)
  const change = async (fields: Fields) => {
    mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields })
    await mirror.passWeek()
  }
  const history = async (viewer = operator) =>
    (
      await readSnapshot(viewer, ({ tx }) =>
        readHistory(tx, viewer, { source: 'hello-tractor', resource: 'billing-periods', id }),
      )
    ).map(({ changes }) => changes.map(({ field, from, to }) => `${field}: ${from} → ${to}`))
  return { mirror, id, change, history }
}

describe('keeps the former version of a billing period', () => {
  test('whose amount and contract change, with the interval of the change', async () => {
    const { mirror, id, change, history } = await startWithRow()
    const [before] = await mirror.select<{ amount: string; contract: string }>(
      sql`select amount::text as amount, contract from billing_period where id = ${id}`,
    )
    const completeAt = mirror.clock.now.toISOString()
    await change({ amount: '7.10' })
    await change({ loanName: 'Renamed' })
    const kept =
      await mirror.select(sql`select amount::text as amount, contract, seen_at > previous_seen_at as "isInterval",
        recorded_from is null as "isOldest" from billing_period_version where id = ${id} order by recorded_to`)
    expect(kept).toEqual([
      { ...before, isInterval: true, isOldest: false },
      { ...before, amount: '7.10', isInterval: true, isOldest: false },
    ])
    const [first] = await mirror.select<{ previous: string }>(
      sql`select to_char(previous_seen_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as previous
        from billing_period_version where id = ${id} order by recorded_to limit 1`,
    )
    expect(first?.previous).toBe(completeAt)
    expect(await history()).toEqual([
      [`contract: ${before?.contract} → Renamed`],
      [`amount: ${before?.amount} → 7.10`],
      [],
    ])
  })

  test('that is gone and comes back', async () => {
    const { mirror, id, history } = await startWithRow()
    mirror.sandbox.rows.remove('billing-periods', id)
    await mirror.passWeek()
    expect(await history()).toEqual([[]])
    await mirror.passWeek()
    expect(await history()).toEqual([['presence: listed → gone'], []])
    mirror.sandbox.rows.restore('billing-periods', id)
    await mirror.passWeek()
    expect(await history()).toEqual([['presence: gone → listed'], ['presence: listed → gone'], []])
  })

  test('and nothing when no value changes', async () => {
    const { mirror } = await startWithRow()
    await mirror.passWeek()
    await mirror.pass()
    expect(
      await mirror.select(
        sql`select id from billing_period_version union all select id from invoice_version`,
      ),
    ).toEqual([])
  })
})

test('a history tells nothing of the time when the row belonged to another funding source', async () => {
  const { mirror, id, change, history } = await startWithRow()
  const [row] = await mirror.select<{ own: string }>(
    sql`select funding_source as own from billing_period where id = ${id}`,
  )
  const own = row?.own ?? ''
  const move = (to: string) =>
    mirror.select(sql`with kept as (insert into billing_period_version
        (id, contract, start_date, end_date, status, amount, currency, funding_source, assignment, recorded_from, recorded_to, previous_seen_at, seen_at)
      select id, contract, start_date, end_date, status, amount, currency, funding_source, assignment, recorded_from, now(), now(), now()
        from billing_period where id = ${id})
      update billing_period set funding_source = ${to}, assignment = 'row', recorded_from = now() where id = ${id}`)
  await change({ amount: '8' })
  await move('Other')
  await mirror.select(sql`update billing_period set status = 'SECRET' where id = ${id}`)
  await move('Third')
  await mirror.select(sql`update billing_period set status = 'PENDING' where id = ${id}`)
  await move(own)
  expect(await history()).toHaveLength(5)
  const seen = await history(financier(own))
  expect(seen.flat().filter((line) => line.startsWith('presence'))).toEqual(['presence: listed → elsewhere'])
  expect(seen.flat().join()).not.toMatch(/Other|Third/)
  const statusesFor = async (viewer: Viewer) => {
    const name = { source: 'hello-tractor', resource: 'billing-periods', id } as const
    return (await readSnapshot(viewer, ({ tx }) => readHistory(tx, viewer, name))).map(({ status }) => status)
  }
  expect(await statusesFor(operator)).toContain('SECRET')
  expect(await statusesFor(financier(own))).not.toContain('SECRET')
})

test('records once since when the versions of a list are whole', async () => {
  const mirror = await startMirror()
  const since = () =>
    mirror.select<{ list: string; at: string }>(
      sql`select source || ' ' || resource as list, at::text as at from source_fact where fact = 'history' order by 1`,
    )
  await mirror.passWeek()
  expect(await since()).toEqual([])
  await mirror.pass()
  const first = await since()
  expect(first.map(({ list }) => list)).toEqual([
    'client-invoices invoices',
    'hello-tractor billing-periods',
    'hello-tractor invoices',
    'payment-links invoices',
  ])
  await mirror.pass()
  expect(await since()).toEqual(first)
})
