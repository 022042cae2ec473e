import {
  accountOf,
  type Caller,
  call,
  disable,
  done,
  makeIntegration,
  makePerson,
  sandboxAdmin,
} from '#e2e/support/callers.ts'
import { type FurtherServer, startWithoutProxy } from '#e2e/support/further-server.ts'
import { expect, test } from '#e2e/support/test.ts'

// Two web servers on one database: a change at one applies at the other from the next request on.

const KEPT = 'AGRI-FUND-1'
const LOST = 'Heifer Nigeria'

let there: FurtherServer
test.beforeAll(async () => {
  there = await startWithoutProxy()
})
test.afterAll(() => there.stop())

const statusThere = async (caller: Caller, path = '/api/sources') => {
  const response = await call(caller, path, { at: there.url })
  await response.body?.cancel()
  return response.status
}

test('a person disabled at one server is signed out at the other, in its API and its pages', async () => {
  const admin = await sandboxAdmin()
  const person = await makePerson(admin, 'Ngozi', { role: 'operator' })
  expect([await statusThere(person), await statusThere(person, '/sources')]).toEqual([200, 200])
  await disable(admin, person.email)
  expect([await statusThere(person), await statusThere(person, '/sources')]).toEqual([401, 307])
})

test('a funding source removed at one server is gone at the other', async () => {
  const admin = await sandboxAdmin()
  const grant = { role: 'financier', fundingSources: [KEPT, LOST] } as const
  const person = await makePerson(admin, 'Amina', grant)
  const query = new URLSearchParams({ funding_source: LOST, limit: '1' })
  const rowsThere = async () =>
    (await call(person, `/api/billing-periods?${query}`, { at: there.url })).json()
  const { rows } = await rowsThere()
  expect(rows).toHaveLength(1)
  const { id, version } = await accountOf(admin, person.email)
  await done(admin, `/api/admin/people/${id}/access`, {
    role: 'financier',
    fundingSources: [KEPT],
    version,
  })
  expect(await rowsThere()).toMatchObject({ rows: [], totals: [] })
  expect(await statusThere(person, `/api/billing-periods/${rows[0].id}`)).toBe(404)
})

test('a session or key ended at one server has ended at the other', async () => {
  const admin = await sandboxAdmin()
  const left = await makePerson(admin, 'Juma', { role: 'operator' })
  const sentAway = await makePerson(admin, 'Moraa', { role: 'operator' })
  const program = await makeIntegration(admin, 'A ledger', { role: 'operator' })
  const callers = [left, sentAway, program]
  expect(await Promise.all(callers.map((caller) => statusThere(caller)))).toEqual([200, 200, 200])
  await done(left, '/api/auth/sign-out', undefined)
  const { id } = await accountOf(admin, sentAway.email)
  await done(admin, `/api/admin/people/${id}/sessions/end`, { session: null })
  const { integration } = program
  await done(admin, `/api/admin/integrations/${integration.id}/revoke`, { version: integration.version })
  expect(await Promise.all(callers.map((caller) => statusThere(caller)))).toEqual([401, 401, 401])
})
