import { afterAll, beforeAll, expect, test } from 'vitest'
import * as sandbox from '#app/api/auth/sandbox/route.ts'
import { ROLES } from '#lib/people/roles.ts'
import { openTestDatabase, post } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { currentViewer } from './viewer.ts'

process.env.SANDBOX = '1'
process.env.HELLO_TRACTOR_API_KEY = 'key'
process.env.HELLO_TRACTOR_FUNDING_SOURCES = '["A","B","C"]'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
})
afterAll(() => own.drop())

async function clickAs(role: string) {
  const response = await post(sandbox, '/api/auth/sandbox', { role })
  expect(response.status).toBe(200)
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  return currentViewer(new Request('http://localhost:3000/', { headers: { cookie } }))
}

test.each(ROLES)(
  'signs in to the sandbox as its %s with one click, and creates that person once',
  async (role) => {
    const first = await clickAs(role)
    expect(first).toMatchObject({ role, fundingSources: role === 'financier' ? ['A', 'B'] : 'all' })
    expect(await clickAs(role)).toEqual(first)
  },
)
