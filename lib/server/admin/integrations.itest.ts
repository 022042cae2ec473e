import { eq, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createIntegrationBody } from '#lib/admin/bodies.ts'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { parseParams } from '#lib/search-params.ts'
import { viewerOfKey } from '#lib/server/auth/integration-key.ts'
import { hashSecret, isSameHash } from '#lib/server/auth/secrets.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { rows } from '#lib/server/db/client.ts'
import { integration, person } from '#lib/server/db/schema-people.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { openTestDatabase } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { knownFundingSources } from './funding-sources.ts'
import { createIntegration, listIntegrations, revokeIntegration, rotateIntegration } from './integrations.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.insert(person).values({ id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'admin' })
})
afterAll(() => own.drop())
beforeEach(async () => {
  await own.db.execute(sql`truncate integration`)
  await emptyAuditLog(own.db)
})

const admin: Viewer = { kind: 'person', id: 'ada', name: 'Ada', role: 'admin', fundingSources: 'all' }
const acting = { viewer: admin, requestId: 'request-1' }
const wanted = { name: 'Ledger', role: 'financier' as const, fundingSources: ['A', 'B'], expiresInDays: 90 }
const make = () => createIntegration(acting, wanted)
const set = (id: string, fields: PgUpdateSetSource<typeof integration>) =>
  own.db.update(integration).set(fields).where(eq(integration.id, id))
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    ({ status, code }: { status?: number; code?: string }) => `${status} ${code}`,
  )
const audited = () =>
  rows<{ action: string; details: unknown }>(
    own.db,
    sql`select action, details::jsonb as details from audit_event order by sequence`,
  )

describe('the key of an integration', () => {
  test('has 256 bits, is shown once, and is stored only as a hash and a prefix', async () => {
    const made = await make()
    expect(made.key).toMatch(/^furrow_[\w-]{43}$/)
    expect(made.integration.keyPrefix).toBe(made.key.slice(0, 13))
    const everything = await rows(own.db, sql`select row_to_json(i)::text from integration i`)
    const log = await rows(own.db, sql`select row_to_json(e)::text from audit_event e`)
    expect(JSON.stringify([everything, log, await listIntegrations(admin)])).not.toContain(made.key.slice(13))
    expect(JSON.stringify(everything)).toContain(hashSecret(made.key))
    expect((await make()).key).not.toBe(made.key)
  })
  test('signs in as the integration with its scope, and notes its use to the minute', async () => {
    const { key, integration: made } = await make()
    expect(await viewerOfKey(key)).toEqual({
      kind: 'integration',
      id: made.id,
      name: 'Ledger',
      role: 'financier',
      fundingSources: ['A', 'B'],
    })
    const [listed] = (await listIntegrations(admin)).integrations
    expect(listed?.lastUsedAt).toMatch(/:00\.000Z$/)
  })
  test('sees everything when its role is operator', async () => {
    const { key } = await createIntegration(acting, { ...wanted, role: 'operator', fundingSources: [] })
    expect(await viewerOfKey(key)).toMatchObject({ role: 'operator', fundingSources: 'all' })
  })
  test('is refused if it is unknown, damaged or in another format', async () => {
    const { key } = await make()
    const other = `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`
    for (const text of [
      '',
      'furrow_',
      other,
      key.slice(7),
      `${key} `,
      `${key}A`,
      key.toUpperCase(),
      'x'.repeat(1e6),
    ])
      expect(await viewerOfKey(text)).toBeNull()
  })
  test('stops working with the next request after it expires or is revoked', async () => {
    const { key, integration: made } = await make()
    await set(made.id, { expiresAt: sql`now() - interval '1 second'` })
    expect(await viewerOfKey(key)).toBeNull()
    await set(made.id, { expiresAt: sql`now() + interval '1 minute'` })
    expect(await viewerOfKey(key)).not.toBeNull()
    const [listed] = (await listIntegrations(admin)).integrations
    await revokeIntegration(acting, made.id, listed?.version ?? '')
    expect(await viewerOfKey(key)).toBeNull()
    expect((await audited()).map((event) => event.action)).toEqual([
      'integration.create',
      'integration.revoke',
    ])
  })
  test('never grants admin access, even if its row says so', async () => {
    const { key, integration: made } = await make()
    await set(made.id, { role: 'admin' })
    expect(await viewerOfKey(key)).toBeNull()
  })
})

describe('rotation', () => {
  test('gives a new key and keeps the old one valid for its grace period only', async () => {
    const first = await make()
    const second = await rotateIntegration(acting, first.integration.id, {
      version: first.integration.version,
      graceDays: 2,
      expiresInDays: 30,
    })
    expect(second.integration.previousKeyEndsAt).not.toBeNull()
    expect(await viewerOfKey(first.key)).toMatchObject({ id: first.integration.id })
    expect(await viewerOfKey(second.key)).toMatchObject({ id: first.integration.id })
    await set(first.integration.id, { previousKeyEndsAt: sql`now() - interval '1 second'` })
    expect(await viewerOfKey(first.key)).toBeNull()
    expect(await viewerOfKey(second.key)).not.toBeNull()
  })
  test('ends the old key at once without a grace period, and the first key at a second rotation', async () => {
    const first = await make()
    const id = first.integration.id
    const rotate = async (graceDays: number) => {
      const [{ version = '' } = {}] = (await listIntegrations(admin)).integrations
      return rotateIntegration(acting, id, { version, graceDays, expiresInDays: 30 })
    }
    const second = await rotate(0)
    expect(await viewerOfKey(first.key)).toBeNull()
    const third = await rotate(7)
    const fourth = await rotate(7)
    const alive = await Promise.all([second, third, fourth].map(({ key }) => viewerOfKey(key)))
    expect(alive.map((viewer) => viewer !== null)).toEqual([false, true, true])
  })
  test('revives no expired key', async () => {
    const first = await make()
    await set(first.integration.id, { expiresAt: sql`now() - interval '1 second'` })
    const [{ version = '' } = {}] = (await listIntegrations(admin)).integrations
    const second = await rotateIntegration(acting, first.integration.id, {
      version,
      graceDays: 7,
      expiresInDays: 30,
    })
    expect(await viewerOfKey(first.key)).toBeNull()
    expect(await viewerOfKey(second.key)).not.toBeNull()
  })
  test('is refused if another admin rotated or revoked it meanwhile', async () => {
    const { integration: made } = await make()
    const body = { version: made.version, graceDays: 1, expiresInDays: 30 }
    const rotated = await rotateIntegration(acting, made.id, body)
    expect(await refusal(rotateIntegration(acting, made.id, body))).toBe('409 changed_meanwhile')
    expect(await refusal(revokeIntegration(acting, made.id, made.version))).toBe('409 changed_meanwhile')
    const { integration: ended } = await revokeIntegration(acting, made.id, rotated.integration.version)
    expect(ended.state).toBe('revoked')
    const late = rotateIntegration(acting, made.id, { ...body, version: ended.version })
    expect(await refusal(late)).toBe('409 integration_revoked')
    expect(await refusal(revokeIntegration(acting, 'unknown', 'v'))).toBe('404 not_found')
  })
})

test.each<Viewer>([
  { ...admin, role: 'operator' },
  { ...admin, kind: 'integration' },
])('$kind $role may administer no integration', async (viewer) => {
  const { integration: made } = await make()
  for (const act of [
    () => listIntegrations(viewer),
    () => knownFundingSources(viewer),
    () => createIntegration({ viewer }, wanted),
    () => revokeIntegration({ viewer }, made.id, made.version),
    () => rotateIntegration({ viewer }, made.id, { version: made.version, graceDays: 0, expiresInDays: 1 }),
  ])
    expect(await refusal(act())).toBe('403 not_allowed')
})

test('grants any funding source of the mirror, and its key sees that source’s rows', async () => {
  const names = ['x'.repeat(400), 'A\tB', '\u202eFund', '資金 🌾', '\u0007']
  await putPeriods(
    own.db,
    names.map((fundingSource, at) => period(`p${at}`, { fundingSource })),
  )
  const { fundingSources } = await knownFundingSources(admin)
  expect(fundingSources).toEqual(expect.arrayContaining(names))
  for (const [at, name] of names.entries()) {
    const body = createIntegrationBody.parse({ ...wanted, fundingSources: [name] })
    const viewer = await viewerOfKey((await createIntegration(acting, body)).key)
    expect(viewer?.fundingSources).toEqual([name])
    const filters = { ...parseParams(billingPeriodFilters, new URLSearchParams()), cursor: null, limit: 50 }
    const { rows } = await listBillingPeriods(viewer as Viewer, filters)
    expect(rows.map(({ id }) => id)).toEqual([`p${at}`])
  }
})

test('compares hashes in full', () => {
  const hash = hashSecret('one')
  expect(isSameHash(hash, hash)).toBe(true)
  for (const other of [hashSecret('two'), hash.slice(2), '', null])
    expect(isSameHash(other, hash)).toBe(false)
})

test('lists the mirror’s known funding sources, each once and in order', async () => {
  await putPeriods(own.db, [
    period('1', { fundingSource: 'Zeta', startDate: '2026-03-02', amount: '1', currency: 'NGN' }),
    period('2', { fundingSource: 'alpha', startDate: '2026-03-02', amount: '1', currency: 'NGN' }),
    period('3', { fundingSource: 'Zeta', startDate: '2026-03-09', amount: '1', currency: 'NGN' }),
    period('4', { startDate: '2026-03-09', amount: '1', currency: 'NGN' }),
  ])
  expect(await knownFundingSources(admin)).toEqual({ fundingSources: ['alpha', 'Zeta'] })
})
