import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setTargetBody } from '#lib/admin/bodies.ts'
import { rows } from '#lib/server/db/client.ts'
import { person } from '#lib/server/db/schema-people.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { sourceSettings } from './source-settings.ts'
import { removeTarget, setTarget } from './targets.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.insert(person).values({ id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'admin' })
  await putPeriods(own.db, [
    period('1', { currency: 'KES', fundingSource: 'Fund A', status: 'PENDING', startDate: '2026-03-02' }),
    period('2', { currency: 'NGN', fundingSource: 'Fund A', status: 'PENDING', startDate: '2026-03-02' }),
    period('3', { currency: 'NGN', fundingSource: 'Fund A', status: 'PENDING', startDate: null }),
    period('4', { currency: 'NGN', fundingSource: 'Fund B', status: 'PENDING', startDate: '2026-03-02' }),
  ])
})
afterAll(() => own.drop())
beforeEach(async () => {
  await own.db.execute(sql`truncate collection_target`)
  await emptyAuditLog(own.db)
})

const admin: Viewer = { kind: 'person', id: 'ada', name: 'Ada', role: 'admin', fundingSources: 'all' }
const acting = { viewer: admin, requestId: 'request-1' }
const NGN = { fundingSource: 'Fund A', currency: 'NGN' }
const set = (percent: string, version = '', key = NGN) => setTarget(acting, { ...key, percent, version })
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code }: { status?: number; code?: string }) => `${status} ${code}`,
  )
const audited = () =>
  rows<{ action: string; subject: string; details: unknown }>(
    own.db,
    sql`select action, subject, details::jsonb as details from audit_event order by sequence`,
  )

describe('a target', () => {
  test('is set, changed and removed, each time with the old and the new value in the audit log', async () => {
    const made = await set('85')
    expect(made.target).toMatchObject({ currency: 'NGN', percent: '85', setBy: 'Ada' })
    const changed = await set('87.5', made.target?.version)
    await removeTarget(acting, { ...NGN, version: changed.target?.version ?? '' })
    const key = { name: 'Fund A', currency: 'NGN' }
    const subject = 'funding_source:Fund A'
    expect(await audited()).toEqual([
      { action: 'target.set', subject, details: { ...key, percent: '85', formerPercent: null } },
      { action: 'target.set', subject, details: { ...key, percent: '87.5', formerPercent: '85' } },
      { action: 'target.remove', subject, details: { ...key, percent: null, formerPercent: '87.5' } },
    ])
    expect((await sourceSettings(admin)).fundingSources[0]?.targets).toEqual([])
  })

  test('is not overwritten, removed or set anew by an admin who saw another one', async () => {
    const { target } = await set('85')
    expect(await refusal(set('90'))).toBe('409 changed_meanwhile')
    expect(await refusal(set('90', 'another'))).toBe('409 changed_meanwhile')
    await set('86', target?.version)
    const version = target?.version ?? ''
    expect(await refusal(set('90', version))).toBe('409 changed_meanwhile')
    expect(await refusal(removeTarget(acting, { ...NGN, version }))).toBe('409 changed_meanwhile')
    expect(await refusal(removeTarget(acting, { ...NGN, version: '' }))).toBe('409 changed_meanwhile')
    expect(await audited()).toHaveLength(2)
    const both = await Promise.all([
      refusal(set('70', '', { ...NGN, currency: 'KES' })),
      refusal(set('71', '', { ...NGN, currency: 'KES' })),
    ])
    expect(both.sort()).toEqual(['409 changed_meanwhile', 'done'])
  })

  test('needs a funding source that something names, and a target to remove', async () => {
    expect(await refusal(set('85', '', { ...NGN, fundingSource: 'Misspelt' }))).toBe('404 not_found')
    expect(await refusal(removeTarget(acting, { ...NGN, version: '' }))).toBe('404 not_found')
    expect(await audited()).toEqual([])
  })

  test('is for admins only, and only people', async () => {
    const program: Viewer = { ...admin, kind: 'integration' }
    for (const viewer of [operator, financier('Fund A'), program]) {
      const body = { ...NGN, percent: '85', version: '' }
      expect(await refusal(setTarget({ viewer, requestId: 'r' }, body))).toBe('403 not_allowed')
      expect(await refusal(removeTarget({ viewer, requestId: 'r' }, body))).toBe('403 not_allowed')
      expect(await refusal(sourceSettings(viewer))).toBe('403 not_allowed')
    }
  })

  test('stays when no row names its funding source any more, and is marked then', async () => {
    await set('85', '', { fundingSource: 'Fund B', currency: 'UGX' })
    await own.db.execute(sql`insert into collection_target values ('Fund Z', 'NGN', 50, now(), 'Ada')`)
    expect((await sourceSettings(admin)).fundingSources).toEqual([
      { name: 'Fund A', isGone: false, currencies: ['NGN', 'KES'], targets: [], seasons: [] },
      expect.objectContaining({ name: 'Fund B', isGone: false, currencies: ['NGN', 'UGX'] }),
      expect.objectContaining({ name: 'Fund Z', isGone: true, currencies: ['NGN'] }),
    ])
    const [, , gone] = (await sourceSettings(admin)).fundingSources
    const version = gone?.targets[0]?.version ?? ''
    await set('60', version, { fundingSource: 'Fund Z', currency: 'NGN' })
  })
})

test.each([
  ['85', true],
  ['0.1', true],
  ['99.9', true],
  ['100', true],
  ['100.0', true],
  ['0', false],
  ['0.0', false],
  ['100.1', false],
  ['85.55', false],
  ['85,5', false],
  ['-1', false],
  ['1e1', false],
  ['', false],
  ['abc', false],
])('a target of %j is valid: %j', (percent, isValid) => {
  expect(setTargetBody.safeParse({ ...NGN, percent, version: '' }).success).toBe(isValid)
})
