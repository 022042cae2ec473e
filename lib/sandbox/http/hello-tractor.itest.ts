import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_DIALECT } from '#lib/sandbox/options.ts'
import { get, startSmallSandbox } from '#lib/sandbox/testing.ts'
import type { Sandbox } from './sandbox.ts'

const PERIODS = '/payg/lms/payment-requests'
const INVOICES = '/payg/lms/invoices'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSmallSandbox()
})
afterEach(() => sandbox.setDialect(DEFAULT_DIALECT))
afterAll(() => sandbox.close())

async function ask(path: string, parameters: Record<string, string> = {}) {
  const answer = await get(sandbox, `${path}?${new URLSearchParams(parameters)}`, sandbox.keys.helloTractor)
  return { ...answer, json: JSON.parse(answer.text) }
}

/** The ids on every page, in order. */
async function walk(path: string, parameters: Record<string, string> = {}): Promise<string[]> {
  const ids: string[] = []
  for (let page = 1; ; page++) {
    const { json } = await ask(path, { ...parameters, page: String(page) })
    if (json.results.length === 0) return ids
    ids.push(...json.results.map((row: { id: unknown }) => String(row.id)))
  }
}

describe.each([PERIODS, INVOICES])('%s', (path) => {
  test('accepts only its own key', async () => {
    for (const token of [undefined, 'wrong', sandbox.keys.paymentLinks]) {
      const { status, text } = await get(sandbox, path, token)
      expect(status).toBe(401)
      expect(JSON.parse(text)).toHaveProperty('error.message')
    }
    expect((await get(sandbox, path, sandbox.keys.helloTractorWithoutAccess)).status).toBe(403)
    expect((await get(sandbox, path, sandbox.keys.helloTractor)).status).toBe(200)
  })

  test('pages by 25, clamps to 100 and ends with an empty page', async () => {
    const first = await ask(path)
    expect(first.json.results).toHaveLength(25)
    expect((await ask(path, { limit: '5000' })).json.results).toHaveLength(100)
    const pages = Math.ceil(first.json.count / 100)
    const end = await ask(path, { limit: '100', page: String(pages + 1) })
    expect(end.status).toBe(200)
    expect(end.json).toMatchObject({ count: first.json.count, next: null, results: [] })
    expect(new Set(await walk(path, { limit: '100' })).size).toBe(first.json.count)
  })

  test('links to the neighbouring pages and keeps the filters', async () => {
    const { json } = await ask(path, { page: '2', limit: '10', currency: 'NGN' })
    const next = new URL(json.next)
    expect(next.origin).toBe(sandbox.url)
    expect(Object.fromEntries(next.searchParams)).toEqual({ page: '3', limit: '10', currency: 'NGN' })
    expect(new URL(json.previous).searchParams.get('page')).toBe('1')
    expect((await ask(path, { limit: '10' })).json.previous).toBeNull()
  })

  test('sends no links, or links on a foreign host, as the dialect says', async () => {
    sandbox.setDialect({ links: false })
    expect(Object.keys((await ask(path)).json)).toEqual(['count', 'results'])
    sandbox.setDialect({ links: true, foreignLinks: 'elsewhere.example:81' })
    expect(new URL((await ask(path)).json.next).host).toBe('elsewhere.example:81')
  })

  test('responds with 404 past the end in that dialect', async () => {
    sandbox.setDialect({ pastEnd: '404' })
    expect((await ask(path, { page: '999' })).status).toBe(404)
  })

  test.each([
    ['page', '0'],
    ['page', 'two'],
    ['limit', '-1'],
    ['limit', '1e3'],
    [path === PERIODS ? 'start_date_gte' : 'date_from', '2026-02-30'],
    [path === PERIODS ? 'end_date_lte' : 'date_to', '20-11-2026'],
  ])('refuses %s=%s with 400', async (name, value) => {
    const { status, json } = await ask(path, { [name]: value })
    expect(status).toBe(400)
    expect(json.error).toEqual({ type: 'invalid_request_error', message: `Invalid ${name} filter` })
  })

  test('ignores unknown and blank parameters', async () => {
    const all = (await ask(path)).json.count
    expect((await ask(path, { colour: 'green', currency: '', search: '' })).json.count).toBe(all)
  })

  test('filters by funding source and currency exactly as the hidden facts say', async () => {
    const truth = path === PERIODS ? sandbox.truth.billingPeriods() : sandbox.truth.invoices()
    for (const fundingSource of sandbox.fundingSources) {
      const ids = await walk(path, { funding_source: fundingSource, limit: '100' })
      const expected = truth.filter((row) => row.fundingSource === fundingSource).map((row) => row.id)
      expect(ids.sort()).toEqual(expected.sort())
      expect(ids).not.toHaveLength(0)
    }
    for (const currency of sandbox.currencies) {
      const ids = await walk(path, { currency, limit: '100' })
      expect(ids.sort()).toEqual(
        truth
          .filter((row) => row.currency === currency)
          .map((row) => row.id)
          .sort(),
      )
    }
    expect((await ask(path, { currency: 'ngn' })).json.count).toBe(0)
  })

  test('matches nothing for an unknown funding source, or refuses it in the strict dialect', async () => {
    expect((await ask(path, { funding_source: 'Nobody' })).json.count).toBe(0)
    sandbox.setDialect({ strictFilters: true })
    const { status, json } = await ask(path, { funding_source: 'Nobody' })
    expect(status).toBe(400)
    expect(json.error.message).toBe('Invalid funding_source filter')
  })

  test('accepts only GET', async () => {
    const response = await fetch(new URL(path, sandbox.url), { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET')
  })
})
