import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '#lib/sandbox/faults.ts'
import { get, startSmallSandbox } from '#lib/sandbox/testing.ts'
import type { Sandbox } from './sandbox.ts'

const PERIODS = '/payg/lms/payment-requests'
const CONTROL = 'a control key'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSmallSandbox({ controlKey: CONTROL })
})
afterEach(() => {
  sandbox.faults.clear()
  sandbox.setNow(null)
})
afterAll(() => sandbox.close())

const ask = (path = PERIODS) => get(sandbox, path, sandbox.keys.helloTractor)

type FaultKind = Fault extends infer One ? (One extends Fault ? Omit<One, 'route'> : never) : never
// A kind of fault plus a route is a fault again, but the compiler cannot infer that through the distribution.
const set = (fault: FaultKind) => sandbox.faults.set({ route: 'billing-periods', ...fault } as Fault)

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.url}/__control/${path}`, {
    method,
    headers: { 'x-control-key': CONTROL },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, json: await response.json() }
}

describe('faults', () => {
  test('respond with a status and Retry-After as often as configured', async () => {
    set({ kind: 'status', status: 503, retryAfter: '120', times: 2, skip: 1 })
    const answers = [await ask(), await ask(), await ask(), await ask()]
    expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 200])
    expect(answers[1]?.headers.get('retry-after')).toBe('120')
  })

  test('apply only to their route and query', async () => {
    set({ kind: 'status', status: 500, match: { page: '2' } })
    expect((await ask()).status).toBe(200)
    expect((await ask(`${PERIODS}?page=2`)).status).toBe(500)
    expect((await ask('/payg/lms/invoices?page=2')).status).toBe(200)
  })

  test.each<[string, FaultKind]>([
    ['resets the connection', { kind: 'reset' }],
    ['breaks off in the body', { kind: 'short-body' }],
  ])('%s', async (_, fault) => {
    set(fault)
    await expect(ask()).rejects.toThrow()
    sandbox.faults.clear()
    expect((await ask()).status).toBe(200)
  })

  test.each<[string, FaultKind]>([
    ['never responds', { kind: 'hang' }],
    ['stalls in the body', { kind: 'stall', bytes: 20 }],
    ['drips', { kind: 'drip', bytes: 1, everyMs: 200 }],
    ['is late', { kind: 'delay', ms: 60_000 }],
  ])('%s', async (_, fault) => {
    set(fault)
    const signal = AbortSignal.timeout(400)
    const headers = { authorization: `Bearer ${sandbox.keys.helloTractor}` }
    const read = fetch(sandbox.url + PERIODS, { headers, signal }).then((response) => response.text())
    await expect(read).rejects.toThrow(/timeout|aborted/)
  })

  test.each<[string, FaultKind]>([
    ['an HTML page', { kind: 'html' }],
    ['JSON that does not parse', { kind: 'invalid-json' }],
    ['JSON cut in the middle', { kind: 'truncate' }],
  ])('sends %s with status 200', async (_, fault) => {
    set(fault)
    const { status, text } = await ask()
    expect(status).toBe(200)
    expect(() => JSON.parse(text)).toThrow()
  })

  test('sends the body with another type, or with a flood of headers or bytes', async () => {
    set({ kind: 'content-type', value: 'text/plain' })
    set({ kind: 'gzip-bomb', bytes: 1_000_000 })
    const { headers, text } = await ask()
    expect(headers.get('content-type')).toBe('text/plain')
    expect(text.length).toBeGreaterThan(1_000_000)
    sandbox.faults.clear()
    set({ kind: 'large-header', bytes: 1_000_000 })
    await expect(ask()).rejects.toThrow()
  })

  test('repeats, drops and changes rows and falsifies the count', async () => {
    const before = JSON.parse((await ask()).text)
    const rows = async (fault: FaultKind) => {
      sandbox.faults.clear()
      set(fault)
      return JSON.parse((await ask()).text)
    }
    expect((await rows({ kind: 'duplicate-rows', count: 2 })).results).toHaveLength(27)
    expect((await rows({ kind: 'drop-rows', count: 5 })).results).toHaveLength(20)
    expect((await rows({ kind: 'shift-count', by: 12 })).count).toBe(before.count + 12)
    const id = String(before.results[3].id)
    const changed = await rows({ kind: 'set-fields', fields: { currency: 'XXX' }, ids: [id] })
    expect(changed.results.map((row: { currency: string }) => row.currency === 'XXX').indexOf(true)).toBe(3)
    expect((await rows({ kind: 'set-envelope', fields: { next: 'here' } })).next).toBe('here')
  })

  test('ignores a filter', async () => {
    const all = JSON.parse((await ask()).text).count
    set({ kind: 'ignore-parameters', names: ['funding_source'] })
    expect(JSON.parse((await ask(`${PERIODS}?funding_source=Nobody`)).text).count).toBe(all)
  })
})

describe('rows', () => {
  test('can be changed, moved, removed and restored', async () => {
    const original = sandbox.truth.billingPeriods()[0]
    const id = original?.id ?? ''
    const fields = {
      amount: '1.00',
      status: 'PAYMENT_FAILED',
      startDate: '2026-11-02',
      fundingSource: 'AGRI-FUND-1',
    }
    sandbox.rows.change({ resource: 'billing-periods', id, fields })
    const week = await ask(`${PERIODS}?start_date_gte=2026-11-02&start_date_lte=2026-11-02&limit=100`)
    const moved = JSON.parse(week.text).results.find((row: { id: number }) => String(row.id) === id)
    expect(moved).toMatchObject({ totalAmountIncMaintenanceFee: '1.00', status: { label: 'PAYMENT_FAILED' } })
    expect(sandbox.truth.billingPeriods().find((row) => row.id === id)?.fundingSource).toBe('AGRI-FUND-1')
    sandbox.rows.remove('billing-periods', id)
    expect((await ask(`${PERIODS}/${id}`)).status).toBe(404)
    sandbox.rows.restore('billing-periods', id)
    expect(JSON.parse((await ask(`${PERIODS}/${id}`)).text)).toEqual(original?.row)
    expect(() => sandbox.rows.remove('billing-periods', '1')).toThrow(/no row 1/)
  })
})

describe('the control routes', () => {
  test('exist only with a key', async () => {
    expect((await fetch(`${sandbox.url}/__control/calls`)).status).toBe(403)
    const closed = await startSmallSandbox()
    const response = await fetch(`${closed.url}/__control/calls`, { headers: { 'x-control-key': '' } })
    expect(response.status).toBe(404)
    await closed.close()
  })

  test('do the same as the methods', async () => {
    const { json } = await control('POST', 'faults', {
      route: 'billing-periods',
      kind: 'status',
      status: 500,
    })
    expect((await ask()).status).toBe(500)
    await control('DELETE', `faults?id=${json.id}`)
    await control('DELETE', 'calls')
    expect((await ask()).status).toBe(200)
    const log = (await control('GET', 'calls?route=billing-periods')).json
    expect(log.counts).toEqual({ 'billing-periods': 1 })
    expect(log.calls[0]).toMatchObject({ method: 'GET', path: PERIODS, status: 200 })
    await control('POST', 'clock', { now: '2026-10-10T00:00:00Z' })
    expect(sandbox.now().toISOString()).toBe('2026-10-10T00:00:00.000Z')
    expect((await control('GET', 'truth?resource=billingPeriods')).json).toEqual(
      sandbox.truth.billingPeriods(),
    )
    const id = sandbox.truth.billingPeriods()[0]?.id ?? ''
    await control('POST', 'rows', { resource: 'billing-periods', id, fields: { loanName: 'New' } })
    expect(JSON.parse((await ask(`${PERIODS}/${id}`)).text).loanName).toBe('New')
    expect((await control('POST', 'rows/restore', { resource: 'billing-periods', id })).status).toBe(200)
  })

  test.each([
    ['clock', { now: 'today' }],
    ['faults', { route: 'nowhere', kind: 'hang' }],
    ['dialect', { colour: 'green' }],
    ['rows', { resource: 'billing-periods', id: '1', fields: {} }],
  ])('refuse an invalid %s with the reason', async (path, body) => {
    const { status, json } = await control('POST', path, body)
    expect(status).toBe(400)
    expect(json.error.length).toBeGreaterThan(5)
  })
})
