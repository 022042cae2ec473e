import { afterAll, beforeAll, expect, test } from 'vitest'
import { changedAccessSchema, integrationKeySchema, invitationAnswerSchema } from '#lib/admin/schema.ts'
import { person } from '#lib/server/db/schema-people.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { openTestDatabase } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { changeAccess } from './change-person.ts'
import { readPerson } from './directory.ts'
import { createIntegration, rotateIntegration } from './integrations.ts'
import { invite, renewInvitation } from './invitations.ts'

const admin: Viewer = { kind: 'person', id: 'ada', name: 'Ada', role: 'admin', fundingSources: 'all' }
const acting = { viewer: admin, requestId: 'request-1' }
const grant = { role: 'financier' as const, fundingSources: ['AGRI-1', 'AGRI-l', 'agri-1'] }
const unknown = ['AGRI-l', 'agri-1'].map((fundingSource) => ({
  fundingSource,
  code: 'unknown',
  message: `Neither the data nor the settings name the funding source “${fundingSource}”, so nothing is shown for it. Check its spelling.`,
  fix: 'Compare the spelling, upper and lower case included, with the list of GET /api/admin/funding-sources.',
}))

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await own.db.insert(person).values([
    { id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'admin' },
    { id: 'ben', name: 'Ben', email: 'ben@example.com', role: 'operator' },
  ])
  await putPeriods(own.db, [period('known', { fundingSource: 'AGRI-1' })])
})
afterAll(() => own.drop())

test('an invitation and its renewal name each funding source that no row and no setting names', async () => {
  const made = await invite(acting, { name: 'Grace', email: 'grace@example.com', ...grant })
  expect(invitationAnswerSchema.parse(made).notices).toEqual(unknown)
  const { id, version } = made.invitation
  expect((await renewInvitation(acting, id, version)).notices).toEqual(unknown)
})

test('an integration, its rotation and a change of access name them too', async () => {
  const { key: _, ...made } = await createIntegration(acting, { name: 'Ledger', expiresInDays: 9, ...grant })
  expect(integrationKeySchema.shape.notices.parse(made.notices)).toEqual(unknown)
  const { id, version } = made.integration
  const rotated = await rotateIntegration(acting, id, { version, graceDays: 0, expiresInDays: 9 })
  expect(rotated.notices).toEqual(unknown)
  const before = await readPerson(own.db, admin, 'ben')
  const changed = await changeAccess(acting, 'ben', { ...grant, version: before.version })
  expect(changedAccessSchema.parse(changed).notices).toEqual(unknown)
})

test('there is no notice if every name is known or none is given', async () => {
  const known = { role: 'financier' as const, fundingSources: ['AGRI-1'] }
  const all = { role: 'operator' as const, fundingSources: [] }
  const financier = await invite(acting, { name: 'Ife', email: 'ife@example.com', ...known })
  const operator = await invite(acting, { name: 'Olu', email: 'olu@example.com', ...all })
  expect([financier.notices, operator.notices]).toEqual([[], []])
})
