import { describe, expect, test } from 'vitest'
import type { ClientInvoicesAuth } from '#lib/server/config/env-upstreams.ts'
import { type Answer, sendJson, startScripted } from '#lib/server/upstream/testing/scripted-server.ts'
import {
  KEY,
  readAll,
  settingsFor,
  startClients,
  upstreamError,
} from '#lib/server/upstream/testing/settings.ts'
import { toInvoice } from './map.ts'

const SEED_ROW = {
  invoice_number: 'FACTTSO25100246',
  customer_name: "Société d'exemple & Fils",
  billing_site_ref: 'SITE001',
  billing_site_name: 'Main Site',
  invoice_type: 1,
  invoice_type_label: 'Standard Invoice',
  accounting_date: '2025-10-27',
  payment_deadline: '2025-11-26',
}
const LIST = { page_size: 20, count: 1, next_page: null, previous_page: null, results: [SEED_ROW] }

async function start(answer: Answer, auth?: (url: string) => ClientInvoicesAuth) {
  const server = await startScripted(answer)
  const settings = settingsFor(server.url)
  const own = auth ? { baseUrl: server.url, auth: auth(server.url) } : settings.upstreams.clientInvoices
  const { clientInvoices } = startClients({
    ...settings,
    upstreams: { ...settings.upstreams, clientInvoices: own },
  })
  return { server, client: clientInvoices }
}

describe('the mapping', () => {
  test('the documented row has neither money nor state', () => {
    expect(toInvoice(SEED_ROW)).toMatchObject({
      source: 'client-invoices',
      id: 'FACTTSO25100246',
      number: 'FACTTSO25100246',
      customer: "Société d'exemple & Fils",
      siteRef: 'SITE001',
      siteName: 'Main Site',
      invoiceType: '1',
      invoiceTypeLabel: 'Standard Invoice',
      issuedOn: '2025-10-27',
      dueOn: '2025-11-26',
      amount: null,
      amountIssue: null,
      currency: null,
      state: null,
    })
  })

  test('unreadable fields are null, and an unreadable number rejects the row', () => {
    expect(
      toInvoice({ invoice_number: 'A', accounting_date: '27/10/2025', invoice_type: '2' }),
    ).toMatchObject({
      issuedOn: null,
      dueOn: null,
      customer: null,
      invoiceType: '2',
    })
    expect(toInvoice({ ...SEED_ROW, invoice_number: null })).toBeNull()
  })
})

describe('the list', () => {
  test('sends every filter under its documented name, on the path with the trailing slash', async () => {
    const { server, client } = await start((_, response) => sendJson(response, LIST))
    const query = {
      invoice_number: 'F 1',
      accounting_date_gt: '2025-10-01',
      accounting_date_lt: '2025-10-31',
    }
    const page = await client.invoicePage({ ...query, page_size: 50 }, null)
    expect(page).toMatchObject({ count: 1, next: null, rejected: [], records: [{ id: 'FACTTSO25100246' }] })
    expect(server.seen[0]?.url.pathname).toBe('/api/v1/invoice/')
    expect(Object.fromEntries(server.seen[0]?.url.searchParams ?? [])).toEqual({ ...query, page_size: '50' })
    expect(server.seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
  })

  test.each([
    'http://api.example.com/api/v1/invoice/?cursor=a%2Bb%3D%3D&page_size=20',
    '?cursor=a%2Bb%3D%3D',
    '//evil.example/?cursor=a%2Bb%3D%3D',
  ])('takes only the cursor from the link %j and repeats the first filters', async (next_page) => {
    const { server, client } = await start(({ url }, response) =>
      sendJson(response, { ...LIST, next_page: url.searchParams.has('cursor') ? null : next_page }),
    )
    const query = { accounting_date_gt: '2025-10-01' }
    const first = await client.invoicePage(query, null)
    expect((await client.invoicePage(query, first.next)).next).toBeNull()
    expect(server.seen[1]?.url.search).toBe('?accounting_date_gt=2025-10-01&cursor=a%2Bb%3D%3D')
  })

  test.each([{ next_page: '' }, { next_page: null }, { next_page: undefined }])(
    '%j ends the walk',
    async (changes) => {
      const { client } = await start((_, response) => sendJson(response, { ...LIST, ...changes }))
      expect((await client.invoicePage({}, null)).next).toBeNull()
    },
  )

  test('a missing list is an empty page when the count is 0, and malformed otherwise', async () => {
    let count = 0
    const { client } = await start((_, response) => sendJson(response, { count, results: null }))
    expect(await client.invoicePage({}, null)).toMatchObject({ records: [], count: 0, next: null })
    count = 3
    expect((await upstreamError(client.invoicePage({}, null))).code).toBe('malformed')
  })

  test('a link without a cursor is malformed', async () => {
    const { client } = await start((_, response) =>
      sendJson(response, { ...LIST, next_page: 'http://h.example/?p=2' }),
    )
    expect((await upstreamError(client.invoicePage({}, null))).code).toBe('malformed')
  })
})

describe('one invoice', () => {
  test('is the row with exactly the number, on whichever page the row is', async () => {
    const { client } = await start(({ url }, response) =>
      url.searchParams.has('cursor')
        ? sendJson(response, { ...LIST, results: [{ ...SEED_ROW, invoice_number: 'F1' }] })
        : sendJson(response, {
            ...LIST,
            next_page: '?cursor=2',
            results: [
              { ...SEED_ROW, invoice_number: 'F10' },
              { ...SEED_ROW, invoice_number: 'f1' },
            ],
          }),
    )
    expect((await client.invoice('F1')).id).toBe('F1')
  })

  test('is not found when only similar numbers match', async () => {
    const { client } = await start((_, response) => sendJson(response, LIST))
    expect((await upstreamError(client.invoice('FACTTSO2510024'))).code).toBe('not_found')
  })
})

describe('the download', () => {
  const PDF = '%PDF-1.4 client invoice'

  test('is the PDF of the number, encoded as one path segment', async () => {
    const { server, client } = await start((_, response) => void response.end(PDF))
    const { body } = await client.invoicePdf('F/1 é')
    expect(String(await readAll(body))).toBe(PDF)
    expect(server.seen[0]?.url.pathname).toBe('/api/v1/invoice/F%2F1%20%C3%A9/download/')
  })

  test.each([
    ['a newline', '\n'],
    ['two lines', '\r\n\r\n'],
    ['a byte order mark', '\ufeff'],
    ['a line of 1,002 bytes', `${'-'.repeat(1000)}\r\n`],
    ['1,019 blanks', ' '.repeat(1019)],
  ])('passes through unchanged when %s precedes its header', async (_, before) => {
    const { client } = await start((_seen, response) => void response.end(`${before}${PDF}`))
    const { body } = await client.invoicePdf('F1')
    expect(String(await readAll(body))).toBe(`${before}${PDF}`)
  })

  test.each([
    ['1,020 blanks', ' '.repeat(1020)],
    ['an HTML page', '<!doctype html>\n'],
    ['an HTML page with a byte order mark', '\ufeff\n<html>'],
  ])('is refused when %s precedes its header', async (_, before) => {
    const { client } = await start((_seen, response) => void response.end(`${before}${PDF}`))
    expect((await upstreamError(client.invoicePdf('F1'))).code).toBe('malformed')
  })

  test.each(['', '.', '..', '../x', 'a\tb', '\u0000', 'x'.repeat(201)])(
    'the number %j is not found, without a call',
    async (number) => {
      const { server, client } = await start((_, response) => sendJson(response, LIST))
      expect((await upstreamError(client.invoicePdf(number))).code).toBe('not_found')
      expect((await upstreamError(client.invoice(number))).code).toBe('not_found')
      expect(server.seen).toEqual([])
    },
  )

  test.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [500, 'unavailable'],
  ])('%i is %s', async (status, code) => {
    const { client } = await start((_, response) => sendJson(response, {}, status))
    expect((await upstreamError(client.invoicePdf('F1'))).code).toBe(code)
  })
})

describe('tokens', () => {
  const grant = (url: string): ClientInvoicesAuth => ({
    kind: 'password',
    tokenUrl: `${url}/token`,
    clientId: 'api-client',
    username: 'furrow',
    password: 'canary&password',
  })
  /** A server that accepts only its newest token; `revoke` makes the server reject that token as well. */
  async function startGrant(expiresIn: unknown = 60) {
    let issued = 0
    let isRevoked = false
    const { server, client } = await start((seen, response) => {
      if (seen.url.pathname === '/token') {
        issued += 1
        isRevoked = false
        return sendJson(response, {
          access_token: `token-${issued}`,
          expires_in: expiresIn,
          token_type: 'Bearer',
        })
      }
      const isValid = !isRevoked && seen.headers.authorization === `Bearer token-${issued}`
      return isValid ? sendJson(response, LIST) : sendJson(response, { detail: 'expired' }, 401)
    }, grant)
    const grants = () => server.seen.filter(({ url }) => url.pathname === '/token')
    const revoke = () => {
      isRevoked = true
    }
    return { server, client, grants, revoke }
  }

  test('one password grant serves many concurrent calls', async () => {
    const { client, grants } = await startGrant()
    await Promise.all(Array.from({ length: 20 }, () => client.invoicePage({}, null)))
    expect(grants()).toHaveLength(1)
    expect(grants()[0]).toMatchObject({ method: 'POST' })
    expect(Object.fromEntries(new URLSearchParams(grants()[0]?.body))).toEqual({
      grant_type: 'password',
      client_id: 'api-client',
      username: 'furrow',
      password: 'canary&password',
    })
    expect(grants()[0]?.headers.authorization).toBeUndefined()
  })

  test('after a 401 the token is renewed once, however many calls were refused', async () => {
    const { client, grants, revoke } = await startGrant()
    await client.invoicePage({}, null)
    revoke()
    const pages = await Promise.all(Array.from({ length: 10 }, () => client.invoicePage({}, null)))
    expect(pages.every((page) => page.records.length === 1)).toBe(true)
    expect(grants()).toHaveLength(2)
  })

  test('a token that lives for seconds is renewed before it expires, without a 401', async () => {
    const { server, client, grants } = await startGrant('0.2')
    for (let call = 0; call < 5; call++) {
      await client.invoicePage({}, null)
      await new Promise((resolve) => setTimeout(resolve, 170))
    }
    expect(grants().length).toBeGreaterThanOrEqual(4)
    expect(server.seen.filter(({ url }) => url.pathname !== '/token')).toHaveLength(5)
  })

  test('a call refused again after the renewal is unauthorized, without a third attempt', async () => {
    const { server, client } = await start(
      (seen, response) =>
        seen.url.pathname === '/token'
          ? sendJson(response, { access_token: `t${server.seen.length}`, expires_in: 60 })
          : sendJson(response, {}, 401),
      grant,
    )
    expect((await upstreamError(client.invoicePage({}, null))).code).toBe('unauthorized')
    expect(server.seen.map(({ url }) => url.pathname)).toEqual([
      '/token',
      '/api/v1/invoice/',
      '/token',
      '/api/v1/invoice/',
    ])
  })

  test.each([
    [400, { error: 'invalid_grant', error_description: 'canary&password' }, 'unauthorized'],
    [401, {}, 'unauthorized'],
    [403, {}, 'unauthorized'],
    [500, {}, 'unavailable'],
    [200, { error: 'x' }, 'malformed'],
    [200, { access_token: '' }, 'malformed'],
  ])('a grant answered with %i %j is %s, without the password', async (status, body, code) => {
    const { client } = await start((_, response) => sendJson(response, body, status), grant)
    const error = await upstreamError(client.invoicePage({}, null))
    expect(error.code).toBe(code)
    expect(`${error.stack}${JSON.stringify(error)}${error.cause}`).not.toContain('canary')
  })

  test('the password is not sent to a redirect’s target', async () => {
    const foreign = await startScripted((_, response) => sendJson(response, { access_token: 't' }))
    const { client } = await start(
      (_, response) => void response.writeHead(307, { location: `${foreign.url}/token` }).end(),
      grant,
    )
    expect((await upstreamError(client.invoicePage({}, null))).code).toBe('blocked')
    expect(foreign.seen).toEqual([])
  })

  test('a caller that aborts does not abort the renewal that other callers wait for', async () => {
    const { client, grants } = await startGrant()
    const controller = new AbortController()
    const first = client.invoicePage({}, null, { signal: controller.signal }).catch(String)
    const second = client.invoicePage({}, null)
    controller.abort(new Error('gone'))
    expect(await first).toBe('Error: gone')
    expect((await second).records).toHaveLength(1)
    expect(grants()).toHaveLength(1)
  })
})
