import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENDPOINTS } from '#lib/server/api/endpoints.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { ask, financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { signedInAs } from '#lib/testing/people.ts'
import { createIntegration } from './integrations.ts'

const admin: Viewer = { ...operator, id: 'admin', name: 'An admin', role: 'admin' }
type Handlers = Parameters<typeof ask>[0]
const ADMIN_ROUTES = Object.values(ENDPOINTS).filter((endpoint) => endpoint.access === 'admin')

let own: TestDatabase
let key: string
beforeAll(async () => {
  own = await openTestDatabase()
  await signedInAs(admin, own.db)
  const wanted = { name: 'Ledger', role: 'operator' as const, fundingSources: [], expiresInDays: 1 }
  key = (await createIntegration({ viewer: admin }, wanted)).key
})
afterAll(() => own.drop())

async function handlersOf(path: string): Promise<Handlers> {
  const file = resolve(import.meta.dirname, `../../../app${path.replace(/\{(\w+)\}/g, '[$1]')}/route.ts`)
  return import(/* @vite-ignore */ file)
}

describe.each(ADMIN_ROUTES.map(({ method, path, body }) => ({ method, path, body })))(
  '$method $path',
  ({ method, path, body }) => {
    const address = path.replace('{id}', 'somebody')
    const json = { 'content-type': 'application/json' }
    const init = { method, ...(method === 'POST' && { body: '{}' }) }

    test('is closed to everybody but admins', async () => {
      const handlers = await handlersOf(path)
      for (const as of [operator, financier('A')])
        expect((await ask(handlers, address, { ...init, as, headers: json })).status).toBe(403)
      expect((await ask(handlers, address, { ...init, as: null, headers: json })).status).toBe(401)
      const withKey = { ...json, authorization: `Bearer ${key}` }
      expect((await ask(handlers, address, { ...init, as: null, headers: withKey })).status).toBe(403)
    })
    test('answers an admin', async () => {
      const response = await ask(await handlersOf(path), address, { ...init, as: admin, headers: json })
      await response.body?.cancel()
      // A valid response needs a valid body and an existing person.
      const isComplete = !path.includes('{') && body === null
      expect(isComplete ? [200] : [400, 404]).toContain(response.status)
    })
  },
)

test('there are admin routes to check', () => {
  expect(ADMIN_ROUTES.length).toBeGreaterThan(15)
})
