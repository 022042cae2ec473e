import { afterAll, beforeAll, expect, test } from 'vitest'
import * as start from '#app/api/auth/oidc/route.ts'
import { ask, useTestDatabase } from '../testing/ask.ts'
import type { TestDatabase } from '../testing/database.ts'
import { CLIENT, startProvider } from './testing/oidc-provider.ts'

let own: TestDatabase
let provider: Awaited<ReturnType<typeof startProvider>>

beforeAll(async () => {
  provider = await startProvider()
  // Its description is read once, at the first use.
  provider.calledIssuer = 'https://login.elsewhere.example'
  Object.assign(process.env, {
    SANDBOX: '0',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
  })
  own = await useTestDatabase()
})
afterAll(async () => {
  provider.close()
  await own.drop()
})

test('a provider that calls itself otherwise than OIDC_ISSUER signs nobody in', async () => {
  const response = await ask(start, '/api/auth/oidc', {
    method: 'POST',
    as: null,
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(response.status).toBe(503)
  expect(response.headers.getSetCookie()).toEqual([])
  expect(await response.json()).toMatchObject({ code: 'single_sign_on_unavailable' })
})
