import { afterAll, beforeAll, expect, test } from 'vitest'
import * as start from '#app/api/auth/oidc/route.ts'
import { openTestDatabase, post } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { type Provider, startConfiguredProvider } from '#lib/testing/oidc-provider.ts'

let own: TestDatabase
let provider: Provider

beforeAll(async () => {
  provider = await startConfiguredProvider()
  // better-auth reads the provider's discovery document once, at first use.
  provider.calledIssuer = 'https://login.elsewhere.example'
  own = await openTestDatabase()
})
afterAll(async () => {
  provider.close()
  await own.drop()
})

test('signs nobody in through a provider whose issuer is not OIDC_ISSUER', async () => {
  const response = await post(start, '/api/auth/oidc', {})
  expect(response.status).toBe(503)
  expect(response.headers.getSetCookie()).toEqual([])
  expect(await response.json()).toMatchObject({ code: 'single_sign_on_unavailable' })
})
