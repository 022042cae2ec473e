import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { get, startSmallSandbox } from '#lib/sandbox/testing.ts'
import type { Sandbox } from './sandbox.ts'

const LIST = '/api/v1/invoice/'
const TOKEN = '/auth/realms/furrow/protocol/openid-connect/token'

let sandbox: Sandbox
let token: string
beforeAll(async () => {
  sandbox = await startSmallSandbox({ scale: { contracts: 60, weeks: 40 } })
  token = (await grant()).json.access_token
})
afterAll(() => sandbox.close())

async function grant(changes: Record<string, string> = {}, from: Sandbox = sandbox) {
  const { clientId, username, password } = from.keys.clientInvoices
  const form = { grant_type: 'password', client_id: clientId, username, password, ...changes }
  const response = await fetch(from.url + TOKEN, { method: 'POST', body: new URLSearchParams(form) })
  return { status: response.status, json: await response.json() }
}

async function list(parameters: Record<string, string> = {}) {
  const answer = await get(sandbox, `${LIST}?${new URLSearchParams(parameters)}`, token)
  return { ...answer, json: JSON.parse(answer.text) }
}

describe('the token grant', () => {
  test('responds like Keycloak', async () => {
    const { status, json } = await grant()
    expect(status).toBe(200)
    expect(json).toMatchObject({ expires_in: 60, refresh_expires_in: 1800, token_type: 'Bearer' })
    const refreshed = await grant({ grant_type: 'refresh_token', refresh_token: json.refresh_token })
    expect(refreshed.status).toBe(200)
    expect(refreshed.json.access_token).not.toBe(json.access_token)
  })

  test.each([
    [{ password: 'wrong' }, 401, 'invalid_grant'],
    [{ username: 'nobody' }, 401, 'invalid_grant'],
    [{ client_id: 'other' }, 401, 'invalid_client'],
    [{ grant_type: 'implicit' }, 400, 'unsupported_grant_type'],
    [{ grant_type: 'refresh_token', refresh_token: 'old' }, 400, 'invalid_grant'],
  ])('refuses %o', async (changes, status, error) => {
    const answer = await grant(changes)
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual({ error, error_description: expect.any(String) })
  })

  test('gives tokens that expire by themselves and on demand', async () => {
    const brief = await startSmallSandbox({ tokenSeconds: 0 })
    const spent = (await grant({}, brief)).json
    expect([spent.expires_in, (await get(brief, LIST, spent.access_token)).status]).toEqual([0, 401])
    await brief.close()
    const living = (await grant()).json
    expect((await get(sandbox, LIST, living.access_token)).status).toBe(200)
    sandbox.expireTokens()
    expect((await get(sandbox, LIST, living.access_token)).status).toBe(401)
    const refreshed = await grant({ grant_type: 'refresh_token', refresh_token: living.refresh_token })
    token = refreshed.json.access_token
    expect((await get(sandbox, LIST, token)).status).toBe(200)
  })
})

describe('the list', () => {
  test('requires a token, and one with access', async () => {
    expect((await get(sandbox, LIST)).status).toBe(401)
    expect((await get(sandbox, LIST, sandbox.keys.helloTractor)).status).toBe(401)
    const visitor = await grant({ username: sandbox.keys.clientInvoices.usernameWithoutAccess })
    expect((await get(sandbox, LIST, visitor.json.access_token)).status).toBe(403)
  })

  test('redirects to the slashed form when the slash is missing', async () => {
    const { status, headers } = await get(sandbox, '/api/v1/invoice', token)
    expect([status, headers.get('location')]).toEqual([301, LIST])
  })

  test("has the seed's envelope, 20 rows by default and at most 100", async () => {
    const { json } = await list()
    expect(Object.keys(json)).toEqual(['page_size', 'count', 'next_page', 'previous_page', 'results'])
    expect([json.page_size, json.results.length, json.previous_page]).toEqual([20, 20, null])
    expect(Object.keys(json.results[0])).toEqual([
      'invoice_number',
      'customer_name',
      'billing_site_ref',
      'billing_site_name',
      'invoice_type',
      'invoice_type_label',
      'accounting_date',
      'payment_deadline',
    ])
    expect(json.results[0].invoice_number).toMatch(/^FACT[A-Z]{3}\d{8}$/)
    expect((await list({ page_size: '1000' })).json.page_size).toBe(100)
    expect((await list({ page_size: 'many' })).json.page_size).toBe(20)
  })

  test('links to pages on another host without the filters', async () => {
    const { json } = await list({ accounting_date_gt: '2026-06-01', page_size: '5' })
    const next = new URL(json.next_page)
    expect([next.protocol, next.host]).toEqual(['http:', 'api.example.com'])
    expect([...next.searchParams.keys()].sort()).toEqual(['cursor', 'page_size'])
  })

  test('walks forward by cursor over every row once, and back', async () => {
    const numbers: string[] = []
    let page = (await list({ page_size: '7' })).json
    for (;;) {
      numbers.push(...page.results.map((row: { invoice_number: string }) => row.invoice_number))
      if (page.next_page === null) break
      const cursor = new URL(page.next_page).searchParams.get('cursor') ?? ''
      page = (await list({ page_size: '7', cursor })).json
    }
    expect(numbers.sort()).toEqual(
      sandbox.truth
        .clientInvoices()
        .map((row) => row.id)
        .sort(),
    )
    const first = (await list({ page_size: '7' })).json
    const second = (await list({ page_size: '7', cursor: cursorOf(first.next_page) })).json
    const back = (await list({ page_size: '7', cursor: cursorOf(second.previous_page) })).json
    expect(back.results).toEqual(first.results)
  })

  test('responds with 404 to an expired or invented cursor', async () => {
    const { json } = await list({ page_size: '5' })
    sandbox.expireCursors()
    for (const cursor of [cursorOf(json.next_page), '2', 'a.b']) {
      expect((await list({ cursor })).status).toBe(404)
    }
  })

  test('includes both ends of a date range and matches numbers exactly', async () => {
    const truth = sandbox.truth.clientInvoices()
    const day = String(truth.at(-1)?.row.accounting_date)
    const onDay = truth.filter(({ row }) => row.accounting_date === day)
    const range = await list({ accounting_date_gt: day, accounting_date_lt: day, page_size: '100' })
    expect(range.json.count).toBe(onDay.length)
    const number = onDay[0]?.id ?? ''
    expect((await list({ invoice_number: number })).json.results).toEqual([onDay[0]?.row])
    expect((await list({ invoice_number: number.slice(0, -1) })).json.count).toBe(0)
    const wrong = await list({ accounting_date_gt: '2026-02-30' })
    expect([wrong.status, wrong.json]).toEqual([400, { accounting_date_gt: ['Enter a valid date.'] }])
  })
})

describe('the download', () => {
  test('is a PDF with its number, customer and period', async () => {
    const { id, row } = sandbox.truth.clientInvoices().find(({ row }) => row.invoice_type === 1) ?? { id: '' }
    sandbox.rows.change({ resource: 'client-invoices', id, fields: { hasPdf: true } })
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${sandbox.url}${LIST}${id}/download/`, { headers })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename=${id}.pdf`)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect(bytes.includes(id)).toBe(true)
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })
    expect(text).toContain(id)
    expect(text).toContain(String(row?.accounting_date))
  })

  test('is 401 without a token and 404 without a PDF', async () => {
    const id = sandbox.truth.clientInvoices()[0]?.id ?? ''
    expect((await get(sandbox, `${LIST}${id}/download/`)).status).toBe(401)
    sandbox.rows.change({ resource: 'client-invoices', id, fields: { hasPdf: false } })
    expect((await get(sandbox, `${LIST}${id}/download/`, token)).status).toBe(404)
    expect((await get(sandbox, `${LIST}FACTXXX00000000/download/`, token)).status).toBe(404)
  })
})

function cursorOf(link: string): string {
  return new URL(link).searchParams.get('cursor') ?? ''
}
