import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { startReadMirror } from '#lib/server/sync/testing/mirror.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { contractDetail } from './detail.ts'

test('names what changed in the periods of a contract, newest first, and of no other', async () => {
  const mirror = await startReadMirror(openTestDatabase)
  const [found] = await mirror.select<{ id: string; contract: string; owner: string; periods: string[] }>(
    sql`select contract.id, contract.contract, contract.funding_source as owner,
        (select array_agg(id order by id) from billing_period as own
          where own.contract = contract.contract and own.currency = contract.currency
            and own.funding_source = contract.funding_source) as periods
      from contract where contract.contract is not null and funding_source is not null and periods > 2
      order by id limit 1`,
  )
  if (!found) throw new Error('the sandbox has no contract with three periods')
  const [first = '', second = ''] = found.periods
  const [other] = await mirror.select<{ id: string }>(
    sql`select id from billing_period where contract <> ${found.contract} order by id limit 1`,
  )
  expect((await contractDetail(operator, found.id)).history).toEqual([])
  const change = (id: string, amount: string) =>
    mirror.sandbox.rows.change({ resource: 'billing-periods', id, fields: { amount } })
  change(first, '7.25')
  change(other?.id ?? '', '9')
  await mirror.pass()
  change(second, '8')
  change(first, '7.5')
  await mirror.pass()
  const { history } = await contractDetail(financier(found.owner), found.id)
  const amounts = history.map(({ period, changes }) => [
    period.id,
    ...changes.map(({ from, to }) => [from, to]),
  ])
  expect(amounts.slice(0, 2).toSorted()).toEqual(
    [
      [first, ['7.25', '7.5']],
      [second, [expect.any(String), '8']],
    ].toSorted(),
  )
  expect(amounts.slice(2)).toEqual([[first, [expect.any(String), '7.25']]])
})
