import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AuditFilters, auditFilters } from '#lib/audit/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { recordAudit } from '#lib/server/audit/record.ts'
import { admin, financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { auditChain, checkAudit } from './chain.ts'
import { exportAudit } from './export.ts'
import { listAudit } from './list.ts'
import { auditOptions } from './options.ts'
import { readAuditEvent } from './read-event.ts'

const ada = { kind: 'person', id: 'ada', name: 'Ada Obi' } as const
let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  for (let at = 1; at <= 120; at += 1) {
    await recordAudit({
      actor: at % 3 === 0 ? ada : 'system',
      action: at % 2 === 0 ? 'sign_in' : 'source.pause',
      outcome: at % 10 === 0 ? 'denied' : 'ok',
      subject: at % 4 === 0 ? undefined : `source:${at % 4}`,
      details: { at },
      requestId: `request-${at}`,
    })
  }
})
afterAll(() => own.drop())

const filters = (query = ''): AuditFilters => parseParams(auditFilters, new URLSearchParams(query))
const list = (query = '', cursor: string | null = null, limit = 50) =>
  listAudit(admin, { ...filters(query), cursor, limit })

describe('the audit log', () => {
  test('is paged newest first, each event once, while events are being added', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await list('', cursor, 25)
      seen.push(...page.rows.map((row) => row.id))
      cursor = page.nextCursor
      if (seen.length === 25) await recordAudit({ actor: ada, action: 'sign_out', outcome: 'ok' })
    } while (cursor !== null)
    expect(seen).toEqual(Array.from({ length: 120 }, (_, at) => String(120 - at)))
    expect((await list('sort=sequence', null, 2)).rows.map((row) => row.id)).toEqual(['1', '2'])
  })

  test('is filtered by actor, action, outcome, subject, day and text, and counts the matches', async () => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Africa/Lagos' }).format(new Date())
    const counts = []
    for (const query of [
      'actor=ada&action=sign_in',
      'actor=system',
      'outcome=denied&outcome=failed',
      'subject=source:1',
      `from=${today}&to=${today}&action=source.pause`,
      'to=2020-01-01',
      'search=REQUEST-7',
      'search=%25',
    ])
      counts.push((await list(query)).totals[0]?.count)
    expect(counts).toEqual([20, 80, 12, 30, 60, 0, 11, 0])
  })

  test('shows an event with its actor, details and hash, and that it is intact', async () => {
    const { event, isIntact, previousHash } = await readAuditEvent(admin, 3)
    expect(event).toMatchObject({ id: '3', actor: ada, action: 'source.pause', details: { at: 3 } })
    expect(previousHash).toBe((await readAuditEvent(admin, 2)).event.hash)
    expect(isIntact).toBe(true)
    await expect(readAuditEvent(admin, 9_999)).rejects.toMatchObject({ status: 404 })
  })

  test('lists its filter values with their event counts', async () => {
    const { options } = await auditOptions(admin)
    expect(options.actor).toContainEqual({ value: 'system', label: 'Furrow', count: 80 })
    expect(options.action).toContainEqual({ value: 'source.pause', label: 'Source paused', count: 60 })
    expect(options.outcome).toContainEqual({ value: 'denied', label: 'denied', count: 12 })
  })

  test('is exported with its filters, and records the export', async () => {
    const text = await (
      await exportAudit(admin, { ...filters('actor=system'), format: 'csv' }, 'export-1')
    ).text()
    expect(text.split('\r\n').filter((line) => /^\d+,/.test(line))).toHaveLength(80)
    expect(text).toContain('# Filter,actor,system')
    const told = (await list('action=audit.export')).rows
    expect(told.map(({ details }) => details)).toMatchObject([
      { step: 'end', rows: 80 },
      { format: 'csv', actor: ['system'] },
    ])
  })

  test('is verified as a whole only when an admin asks for it', async () => {
    expect((await auditChain(admin)).check).toBeNull()
    const [first, second] = await Promise.all([checkAudit(admin), checkAudit(admin)])
    expect(first.check).toMatchObject({ from: 1, fault: null })
    expect(second.check?.checkedAt).toBe(first.check?.checkedAt)
    await own.db.execute(sql`alter table audit_event disable trigger user`)
    await own.db.execute(sql`update audit_event set outcome = 'ok' where sequence = 10`)
    expect((await checkAudit(admin)).check?.fault).toMatchObject({ sequence: 10, kind: 'edited' })
    expect((await readAuditEvent(admin, 10)).isIntact).toBe(false)
    expect((await list('action=audit.verify')).rows[0]).toMatchObject({
      outcome: 'failed',
      details: { fault: 'edited', at: 10 },
    })
  })

  test.each([
    ['an operator', operator],
    ['a financier', financier('A')],
  ])('is closed to %s', async (_name, viewer) => {
    for (const read of [
      () => listAudit(viewer, { ...filters(), cursor: null, limit: 1 }),
      () => auditOptions(viewer),
      () => readAuditEvent(viewer, 1),
      () => auditChain(viewer),
      () => checkAudit(viewer),
      () => exportAudit(viewer, { ...filters(), format: 'csv' }),
    ])
      await expect(read()).rejects.toMatchObject({ status: 403 })
  })

  test('counts all filter values where it lists the most frequent, and finds the others', async () => {
    for (let at = 0; at < 210; at += 1)
      await recordAudit({
        actor: 'system',
        action: 'source.pause',
        outcome: 'ok',
        subject: `invoice:x/${at}`,
      })
    const { options, more } = await auditOptions(admin)
    expect(options.subject).toHaveLength(200)
    expect(more).toEqual({
      subject: { total: expect.any(Number), find: '/api/admin/audit/options?filter=subject' },
    })
    expect(more.subject?.total).toBeGreaterThan(212)
    const found = await auditOptions(admin, { filter: 'subject', find: 'X/209' })
    expect(found.options).toEqual({ subject: [{ value: 'invoice:x/209', label: 'invoice:x/209', count: 1 }] })
    const actions = await auditOptions(admin, { filter: 'action', find: 'paused' })
    expect(actions.options.action).toMatchObject([{ value: 'source.pause', label: 'Source paused' }])
    await expect(auditOptions(admin, { filter: null, find: 'x' })).rejects.toMatchObject({ status: 400 })
  })
})
