import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_DIALECT } from '#lib/sandbox/options.ts'
import { get, startSmallSandbox } from '#lib/sandbox/testing.ts'
import type { Sandbox } from './sandbox.ts'

const PERIODS = '/payg/lms/payment-requests'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSmallSandbox()
})
afterEach(() => sandbox.setDialect(DEFAULT_DIALECT))
afterAll(() => sandbox.close())

async function ask(path: string, parameters: Record<string, string> = {}) {
  const answer = await get(sandbox, `${path}?${new URLSearchParams(parameters)}`, sandbox.keys.helloTractor)
  return { ...answer, json: JSON.parse(answer.text) }
}

/** The ids on every page, in order. */
async function walk(path: string, parameters: Record<string, string> = {}): Promise<string[]> {
  const ids: string[] = []
  for (let page = 1; ; page++) {
    const { json } = await ask(path, { ...parameters, page: String(page) })
    if (json.results.length === 0) return ids
    ids.push(...json.results.map((row: { id: unknown }) => String(row.id)))
  }
}

describe('billing periods', () => {
  test("have exactly the seed's fields", async () => {
    const { json } = await ask(PERIODS)
    const fields = [
      'id',
      'loanName',
      'start_date',
      'end_date',
      'status',
      'currency',
      'totalAmountIncMaintenanceFee',
    ]
    for (const row of json.results) expect(Object.keys(row)).toEqual(fields)
    expect(json.results[0].status).toEqual({ label: expect.any(String) })
    const one = await ask(`${PERIODS}/${json.results[0].id}`)
    expect(one.json).toEqual(json.results[0])
    expect((await ask(`${PERIODS}/1`)).status).toBe(404)
  })

  test('filter by status and inclusive days', async () => {
    const truth = sandbox.truth.billingPeriods()
    const filters = { start_date_gte: '2026-10-19', start_date_lte: '2026-11-02', end_date_gte: '2026-10-25' }
    const ids = await walk(PERIODS, { ...filters, end_date_lte: '2026-11-08', status: 'PAYMENT_COMPLETE' })
    const expected = truth.filter(({ row }) => {
      const { start_date: start, end_date: end, status } = row
      return (
        String(start) >= '2026-10-19' &&
        String(start) <= '2026-11-02' &&
        String(end) >= '2026-10-25' &&
        String(end) <= '2026-11-08' &&
        JSON.stringify(status) === '{"label":"PAYMENT_COMPLETE"}'
      )
    })
    expect(ids.sort()).toEqual(expected.map((row) => row.id).sort())
    expect(expected.length).toBeGreaterThan(10)
  })

  test('are newest first unless ordered otherwise', async () => {
    const newest = await walk(PERIODS)
    expect(await walk(PERIODS, { ordering: 'created_at' })).toEqual([...newest].reverse())
    expect((await walk(PERIODS, { ordering: 'id' }))[0]).toBe('5001')
    const { json } = await ask(PERIODS, { ordering: '-start_date', limit: '100' })
    const starts = json.results.map((row: { start_date: string }) => row.start_date)
    expect(starts).toEqual([...starts].sort().reverse())
    expect((await ask(PERIODS, { ordering: 'loanName' })).status).toBe(400)
  })

  test('are found by contract name in any case', async () => {
    const { json } = await ask(PERIODS, { search: 'ẸGBẸ́ àgbẹ̀' })
    expect(json.count).toBeGreaterThan(0)
    for (const row of json.results) expect(row.loanName).toBe('Ẹgbẹ́ Àgbẹ̀ Ọ̀yọ́ Ìlọsíwájú')
  })

  test.each([
    [{ statusAs: 'text' }, { status: 'PAYMENT_COMPLETE' }],
    [{ statusAs: 'code-label' }, { status: { code: 2, label: 'PAYMENT_COMPLETE' } }],
    [{ statusAs: 'code-phrase' }, { status: { code: 'PAYMENT_COMPLETE', label: 'Payment complete' } }],
    [{ moneyAs: 'number' }, { totalAmountIncMaintenanceFee: expect.any(Number) }],
    [{ idsAs: 'string' }, { id: expect.any(String) }],
    [
      { keysAs: 'snake' },
      { loan_name: expect.any(String), total_amount_inc_maintenance_fee: expect.any(String) },
    ],
  ] as const)('can be written as %o', async (dialect, row) => {
    sandbox.setDialect(dialect)
    const { json } = await ask(PERIODS, { status: 'PAYMENT_COMPLETE', limit: '1' })
    expect(json.results[0]).toMatchObject(row)
  })

  test('appear and get paid as the clock advances', async () => {
    const early = new Date('2026-11-12T00:00:00Z')
    sandbox.setNow(early)
    const before = (await ask(PERIODS, { limit: '100' })).json
    sandbox.setNow(null)
    const after = (await ask(PERIODS, { limit: '100' })).json
    expect(after.count).toBeGreaterThan(before.count)
    const paid = async () => (await ask(PERIODS, { status: 'PAYMENT_COMPLETE' })).json.count
    const paidNow = await paid()
    sandbox.setNow(early)
    expect(await paid()).toBeLessThan(paidNow)
    sandbox.setNow(null)
  })

  test('are corrected minutes after the sandbox is opened, also after it was started again', async () => {
    const openedAt = '2026-11-21T11:55:00Z'
    const weekOf = async (of: Sandbox, monday: string) => {
      const query = new URLSearchParams({
        start_date_gte: monday,
        start_date_lte: monday,
        ordering: 'id',
        limit: '100',
      })
      const { text } = await get(of, `${PERIODS}?${query}`, of.keys.helloTractor)
      const { results }: { results: { id: number; totalAmountIncMaintenanceFee: string }[] } =
        JSON.parse(text)
      return new Map(results.map((row) => [row.id, row.totalAmountIncMaintenanceFee]))
    }
    const weeks = async (of: Sandbox) => ({
      third: await weekOf(of, '2026-10-26'),
      second: await weekOf(of, '2026-11-02'),
    })
    const first = await startSmallSandbox({ openedAt })
    const before = await weeks(first)
    const later = new Date('2026-11-21T12:04:00Z')
    first.setNow(later)
    const after = await weeks(first)
    await first.close()
    const moved = [...before.third.keys()].filter((id) => !after.third.has(id))
    expect(moved).toHaveLength(1)
    expect(after.second.get(moved[0] ?? 0)).toBe(before.third.get(moved[0] ?? 0))
    const lowered = [...before.second].filter(([id, amount]) => after.second.get(id) !== amount)
    expect(lowered.map(([id, amount]) => Number(after.second.get(id)) / Number(amount))).toEqual([
      expect.closeTo(0.8, 4),
    ])
    const again = await startSmallSandbox({ openedAt, now: () => later })
    expect(await weeks(again)).toEqual(after)
    await again.close()
  })
})
