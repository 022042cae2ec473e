import { describe, expect, test } from 'vitest'
import { addDays } from '#lib/calendar-date.ts'
import { startSandboxClients } from '#lib/server/upstream/testing/sandbox-clients.ts'

describe('payment links', () => {
  test('the report from a day to the next has every invoice processed on the first day', async () => {
    const { sandbox, paymentLinks } = await startSandboxClients()
    const truth = sandbox.truth.paymentLinks()
    const day = truth[Math.floor(truth.length / 2)]?.at.slice(0, 10) ?? ''
    const items = await Array.fromAsync(paymentLinks.report(day, addDays(day, 1)))
    const ids = items.flatMap((item) => ('record' in item ? [item.record.id] : []))
    const wanted = truth.filter((row) => row.at.slice(0, 10) === day)
    expect(wanted.length).toBeGreaterThan(0)
    expect(ids).toEqual(expect.arrayContaining(wanted.map((row) => row.id)))
    expect(ids.length).toBeLessThan(truth.length)
    const programmes = items.flatMap((item) =>
      'record' in item ? [[item.record.id, item.record.fundingSource]] : [],
    )
    const sources = new Map(truth.map((row) => [row.id, row.fundingSource]))
    for (const [id, programme] of programmes) expect([sources.get(String(id)), null]).toContain(programme)
  })
})
