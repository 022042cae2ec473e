import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import * as pack from '#app/api/invoices/pdf-pack/route.ts'
import {
  ids,
  linesOf,
  names,
  openPacks,
  PATH,
  problem,
  putMany,
  readPack,
  sendPdf,
  startPdfs,
  toldEvents,
} from '#lib/server/invoices/testing/packs.ts'
import { ask, financier } from '#lib/testing/ask.ts'
import { anInvoice, putInvoices } from '#lib/testing/rows.ts'
import { startUpstream } from '#lib/testing/scripted-upstream.ts'

const { own, postPack } = await openPacks(pack)

describe('scope of a pack', () => {
  beforeAll(async () => {
    await putInvoices(own.db, [
      anInvoice('hello-tractor', 'mine', { number: 'A', fundingSource: 'AGRI-1' }),
      anInvoice('hello-tractor', 'theirs', { number: 'B', fundingSource: 'AGRI-2' }),
      anInvoice('hello-tractor', 'nobodys', { number: 'C' }),
    ])
  })

  test('treats one foreign id like an unknown one: a 404 for the whole request, and no call', async () => {
    const server = await startPdfs(sendPdf)
    const asked = async (...some: string[]) =>
      problem(await postPack({ source: 'hello-tractor', ids: ['mine', ...some] }, financier('AGRI-1')))
    const unknown = await asked('unknown')
    expect([unknown.status, unknown.code]).toEqual([404, 'not_found'])
    expect(await asked('theirs')).toEqual(unknown)
    expect(await asked('nobodys')).toEqual(unknown)
    expect(server.seen).toEqual([])
    expect((await toldEvents(own)).map(({ action, outcome }) => [action, outcome])).toContainEqual([
      'access.denied',
      'denied',
    ])
  })

  test('matches filters only within the scope', async () => {
    const response = await postPack({ source: 'hello-tractor', filters: {} }, financier('AGRI-9'))
    expect(await problem(response)).toMatchObject({ status: 400, params: ['filters'] })
  })

  test('lists an invoice as missing when its source has moved it to another funding source', async () => {
    const server = await startUpstream((_seen, response) => {
      const detail = { id: 'mine', invoice_no: 'A', funding_source: 'AGRI-2', pdf_url: `${server.url}/a.pdf` }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(detail))
    })
    const zip = await readPack(
      await postPack({ source: 'hello-tractor', ids: ['mine'] }, financier('AGRI-1')),
    )
    expect(names(zip)).toEqual(['register.csv', '_errors.csv', 'SHA256SUMS'])
    expect(linesOf(zip, '_errors.csv')[1]).toBe('A,mine,A.pdf,not_found,There is no invoice with this id.')
    expect(server.seen.map(({ url }) => url.pathname)).not.toContain('/a.pdf')
  })

  test('refuses a request without a session, from another site or with another method', async () => {
    const body = JSON.stringify({ source: 'hello-tractor', ids: ['mine'] })
    const headers = { 'content-type': 'application/json' }
    expect((await ask(pack, PATH, { method: 'POST', body, headers, as: null })).status).toBe(401)
    const foreign = { ...headers, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
    expect(await problem(await ask(pack, PATH, { method: 'POST', body, headers: foreign }))).toMatchObject({
      status: 403,
      code: 'cross_site',
    })
    expect((await ask(pack, PATH)).status).toBe(405)
  })
})

describe('validation of a pack request', () => {
  test.each<[string, unknown, number, string[] | undefined]>([
    ['an empty object', {}, 400, ['source']],
    ['neither ids nor filters', { source: 'hello-tractor' }, 400, ['ids']],
    ['both ids and filters', { source: 'hello-tractor', ids: ['a'], filters: {} }, 400, ['ids']],
    ['a source without PDFs', { source: 'payment-links', ids: ['a'] }, 400, ['source']],
    ['no id', { source: 'hello-tractor', ids: [] }, 400, ['ids']],
    ['501 ids', { source: 'hello-tractor', ids: ids(501) }, 400, ['ids']],
    ['nested ids', { source: 'hello-tractor', ids: [['a']] }, 400, ['ids.0']],
    ['a malformed id', { source: 'hello-tractor', ids: ['a', '\u0000'] }, 400, ['ids.1']],
    ['an unknown field', { source: 'hello-tractor', ids: ['a'], role: 'admin' }, 400, ['body']],
    ['an unknown filter', { source: 'hello-tractor', filters: { nonsense: 'x' } }, 400, ['filters.nonsense']],
    ['a filter of __proto__', '{"source":"hello-tractor","filters":{"__proto__":"x"}}', 400, ['body']],
    [
      'a day that does not exist',
      { source: 'hello-tractor', filters: { issued_from: '2026-02-30' } },
      400,
      ['filters.issued_from'],
    ],
    [
      'a filter the source lacks',
      { source: 'hello-tractor', filters: { site: ['x'] } },
      400,
      ['filters.site'],
    ],
    [
      'a source in the filters',
      { source: 'hello-tractor', filters: { source: 'x' } },
      400,
      ['filters.source'],
    ],
    ['paging', { source: 'hello-tractor', filters: { limit: '5' } }, 400, ['filters.limit']],
    ['a body that is not JSON', 'ids=a', 400, ['body']],
    ['100,000 duplicates', { source: 'hello-tractor', ids: Array(100_000).fill('a') }, 413, undefined],
  ])('names the field for %s', async (_what, body, status, params) => {
    expect(await problem(await postPack(body))).toMatchObject({ status, ...(params && { params }) })
  })

  test('is a 415 for another media type', async () => {
    const response = await postPack('ids=a', undefined, { 'content-type': 'text/plain' })
    expect(response.status).toBe(415)
  })

  test('accepts 500 ids and filters that match 2,000, and refuses 2,001', async () => {
    await putMany(own, 'client-invoices', 2_001)
    const server = await startPdfs(sendPdf)
    const five = await readPack(await postPack({ source: 'client-invoices', ids: ids(500) }))
    expect(five.comment).toBe('500 of 500 files')
    const tooMany = await problem(await postPack({ source: 'client-invoices', filters: {} }))
    expect(tooMany).toMatchObject({ status: 400, params: ['filters'] })
    expect(tooMany.detail).toContain('2,000')
    expect(server.seen).toHaveLength(500)
    await own.db.execute(sql`update invoice set gone_at = now() where id = 'i0'`)
    const all = await readPack(await postPack({ source: 'client-invoices', filters: {} }))
    expect(all.comment).toBe('2000 of 2000 files')
  })
})
