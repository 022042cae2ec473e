import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as proxy from '#app/api/upstream/[source]/[...path]/route.ts'
import { sourceFact } from '#lib/server/db/schema-sync.ts'
import { sendJson } from '#lib/server/upstream/testing/scripted-server.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { ask, financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { period, putPeriods } from '#lib/testing/rows.ts'
import { PERIOD, startUpstream } from '#lib/testing/scripted-upstream.ts'
import { proxyUpstream } from './upstream-proxy.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await openTestDatabase()
  await putPeriods(own.db, [
    period('5001', { fundingSource: 'AGRI-1' }),
    period('5003', { fundingSource: 'AGRI-2' }),
    period('5004', {}),
  ])
})
afterAll(() => own.drop())

describe('the live proxy', () => {
  test('passes on exactly the documented paths and parameters, and names an undocumented parameter', async () => {
    const server = await startUpstream((_seen, response) =>
      sendJson(response, { count: 1, results: [PERIOD] }),
    )
    const response = await ask(
      proxy,
      '/api/upstream/hello-tractor/payg/lms/payment-requests?status=PENDING&limit=5',
    )
    expect(await response.json()).toMatchObject({ count: 1, results: [{ loanName: 'C 1' }] })
    expect(server.seen[0]?.url.search).toBe('?limit=5&status=PENDING')
    const wrong = await ask(proxy, '/api/upstream/hello-tractor/payg/lms/payment-requests?secret=1')
    expect([wrong.status, (await wrong.json()).param]).toEqual([400, 'secret'])
    expect((await ask(proxy, '/api/upstream/hello-tractor/admin')).status).toBe(404)
    expect(server.seen).toHaveLength(1)
  })

  test('requires a granted funding source from a financier, and a source that was seen to filter by it', async () => {
    const server = await startUpstream((_seen, response) => sendJson(response, { count: 0, results: [] }))
    const signal = new AbortController().signal
    const read = (source: 'hello-tractor' | 'client-invoices', path: string, query = '') =>
      proxyUpstream(financier('AGRI-1'), { source, path }, new URLSearchParams(query), signal)
    const list = 'payg/lms/payment-requests'
    await expect(read('hello-tractor', list)).rejects.toMatchObject({ status: 400 })
    await expect(read('hello-tractor', list, 'funding_source=AGRI-2')).rejects.toMatchObject({ status: 400 })
    await expect(read('hello-tractor', list, 'funding_source=AGRI-1')).rejects.toMatchObject({ status: 400 })
    await expect(read('client-invoices', 'api/v1/invoice/')).rejects.toMatchObject({ status: 404 })
    await expect(read('hello-tractor', `${list}/5003`)).rejects.toMatchObject({ status: 404 })
    expect(server.seen).toEqual([])
    await own.db.insert(sourceFact).values({
      source: 'hello-tractor',
      resource: 'billing-periods',
      fact: 'probe:funding_source',
      value: { state: 'ok' },
      at: '2026-03-02T00:00:00Z',
    })
    expect(await read('hello-tractor', list, 'funding_source=AGRI-1')).toMatchObject({ count: 0 })
  })

  test('gives a financier only the documented fields, at every depth', async () => {
    const secrets = { customer_email: 'payer@example.com', phone: '+61432555666', payment_url: 'https://p/1' }
    const more = { ...secrets, emailAddress: 'a@b.example', link: 'https://p/2', notes: 'call Ada' }
    const row = { ...PERIOD, ...more, status: { label: 'PENDING', code: 3, by: secrets }, payer: more }
    await startUpstream((_seen, response) =>
      sendJson(response, { count: 1, next: null, results: [row], debug: more }),
    )
    const signal = new AbortController().signal
    const path = 'payg/lms/payment-requests'
    const query = new URLSearchParams({ funding_source: 'AGRI-1' })
    const read = (viewer: Viewer, id = '') =>
      proxyUpstream(
        viewer,
        { source: 'hello-tractor', path: path + id },
        id ? new URLSearchParams() : query,
        signal,
      )
    const shown = { ...PERIOD, status: { label: 'PENDING', code: 3 } }
    expect(await read(financier('AGRI-1'))).toEqual({ count: 1, next: null, results: [shown] })
    const all = JSON.stringify(await read(operator))
    expect(all).toContain('call Ada')
    for (const hidden of ['https://p/', 'payer@', 'a@b', '61432555666']) expect(all).not.toContain(hidden)
    await startUpstream((_seen, response) => sendJson(response, row))
    expect(await read(financier('AGRI-1'), '/5001')).toEqual(shown)
  })

  test('gives a financier the same response for foreign, unassigned and unknown records', async () => {
    const server = await startUpstream((_seen, response) => sendJson(response, PERIOD))
    const read = (path: string) =>
      proxyUpstream(
        financier('AGRI-1'),
        { source: 'hello-tractor', path },
        new URLSearchParams(),
        new AbortController().signal,
      ).catch((error: unknown) => error)
    const [foreign, ...others] = await Promise.all(
      ['5003', '5004', '7777'].map((id) => read(`payg/lms/payment-requests/${id}`)),
    )
    expect(foreign).toMatchObject({ status: 404, code: 'not_found' })
    expect(others.map((other) => JSON.stringify([String(other), other]))).toEqual(
      Array(2).fill(JSON.stringify([String(foreign), foreign])),
    )
    expect(server.seen).toEqual([])
    expect(await read('payg/lms/payment-requests/5001')).toMatchObject({ loanName: 'C 1' })
  })

  test('shows a financier no record that names another funding source, whatever the query', async () => {
    await own.db.delete(sourceFact)
    await own.db.insert(sourceFact).values({
      source: 'hello-tractor',
      resource: 'billing-periods',
      fact: 'probe:funding_source',
      value: { state: 'ok' },
      at: '2026-03-02T00:00:00Z',
    })
    const moved = { ...PERIOD, fundingSource: 'AGRI-2' }
    await startUpstream((seen, response) =>
      sendJson(
        response,
        seen.url.pathname.endsWith('/5001') ? moved : { count: 2, results: [PERIOD, moved] },
      ),
    )
    const read = (path: string, query = '') => {
      const asked = { source: 'hello-tractor', path: `payg/lms/payment-requests${path}` } as const
      return proxyUpstream(
        financier('AGRI-1'),
        asked,
        new URLSearchParams(query),
        new AbortController().signal,
      )
    }
    await expect(read('/5001')).rejects.toMatchObject({ status: 404, code: 'not_found' })
    await expect(read('', 'funding_source=AGRI-1')).rejects.toMatchObject({ code: 'malformed' })
    const both = proxyUpstream(
      financier('AGRI-1', 'AGRI-2'),
      { source: 'hello-tractor', path: 'payg/lms/payment-requests' },
      new URLSearchParams('funding_source=AGRI-1'),
      new AbortController().signal,
    )
    expect(await both).toMatchObject({ count: 2 })
  })

  test('shows a financier no row of a filter that stopped working after its probe', async () => {
    await own.db.delete(sourceFact)
    await own.db.insert(sourceFact).values({
      source: 'hello-tractor',
      resource: 'billing-periods',
      fact: 'probe:funding_source',
      value: { state: 'ok' },
      at: '2026-03-02T00:00:00Z',
    })
    const row = (id: number) => ({ ...PERIOD, id })
    let answered: (name: string | null) => readonly object[] = () => []
    await startUpstream((seen, response) => {
      const results = answered(seen.url.searchParams.get('funding_source'))
      sendJson(response, { count: results.length, results })
    })
    const read = () => {
      const asked = { source: 'hello-tractor', path: 'payg/lms/payment-requests' } as const
      const query = new URLSearchParams('funding_source=AGRI-1')
      return proxyUpstream(financier('AGRI-1'), asked, query, new AbortController().signal)
    }
    const refused = { code: 'malformed' }
    for (const foreign of [5003, 5004]) {
      answered = (name) => (name === 'AGRI-1' ? [row(5001), row(foreign)] : [])
      await expect(read()).rejects.toMatchObject(refused)
    }
    answered = () => [row(5001), row(9001)]
    await expect(read()).rejects.toMatchObject(refused)
    answered = (name) => (name === 'AGRI-1' ? [row(5001), row(9001)] : [])
    expect(await read()).toMatchObject({ count: 2 })
  })
})
