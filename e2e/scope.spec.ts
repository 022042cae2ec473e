import { type Caller, call, makeIntegration, makePerson, NOBODY, sandboxAdmin } from '#e2e/support/callers.ts'
import { forgetLimits } from '#e2e/support/database.ts'
import { countsOf, idsOfExport, textOf, wholeList } from '#e2e/support/lists-of.ts'
import { expect, test, type Upstream } from '#e2e/support/test.ts'
import type { TrueRow } from '#lib/sandbox/truth.ts'

// Compares everything that a financier is shown with the rows that the upstream really holds.

const OWN = ['AGRI-FUND-1', 'Heifer Nigeria']
const FOREIGN = ['Kilimo & Mazao Fund', 'Savannah Mechanisation Facility', 'Women in Farming Trust']
const LISTS = [
  { truth: 'billingPeriods', list: '/api/billing-periods', of: 'billing-periods', column: 0 },
  { truth: 'invoices', list: '/api/invoices?source=hello-tractor', of: 'hello-tractor', column: 1 },
  { truth: 'paymentLinks', list: '/api/invoices?source=payment-links', of: 'payment-links', column: 1 },
  { truth: 'clientInvoices', list: '/api/invoices?source=client-invoices', of: 'client-invoices', column: 1 },
] as const
type List = (typeof LISTS)[number]

/** Client invoices have no funding source upstream, whatever their contract. */
const fundingSourceOf = (list: List, row: TrueRow) =>
  list.truth === 'clientInvoices' ? null : row.fundingSource
const isOwn = (list: List, row: TrueRow) => OWN.includes(fundingSourceOf(list, row) ?? '')
const idsOf = (rows: readonly TrueRow[]) => rows.map(({ id }) => id).sort()

const optionsOf = ({ of }: List) =>
  of === 'billing-periods'
    ? '/api/filter-options?list=billing-periods'
    : `/api/filter-options?list=invoices&source=${of}`
const exportOf = ({ list }: List) => `${list.replace(/\?|$/, '/export?')}&format=csv`

async function financiers(): Promise<Caller[]> {
  const admin = await sandboxAdmin()
  const grant = { role: 'financier', fundingSources: OWN } as const
  return [await makePerson(admin, 'a financier', grant), await makeIntegration(admin, 'her key', grant)]
}

async function anOperator(): Promise<Caller> {
  return makePerson(await sandboxAdmin(), 'an operator', { role: 'operator' })
}

/** Checks one list with its totals, export and filter options. Returns the number of rows compared. */
async function checkList(caller: Caller, list: List, upstream: Upstream): Promise<number> {
  const rows = await upstream.truth(list.truth)
  const own = idsOf(rows.filter((row) => isOwn(list, row)))
  const told = await wholeList(caller, list.list)
  expect(told.ids).toEqual(own)
  expect(told.counted).toBe(own.length)
  expect(told.fundingSources).toEqual(own.length === 0 ? [] : OWN)
  expect(await idsOfExport(caller, exportOf(list), list.column)).toEqual(own)
  if (list.truth === 'clientInvoices') return rows.length
  expect(await countsOf(caller, optionsOf(list), 'options.funding_source')).toBe(own.length)
  return rows.length
}

/** Checks the counts of the figures and of the Sources page. */
async function checkFigures(caller: Caller, upstream: Upstream): Promise<void> {
  const own: Record<string, number> = {}
  for (const list of LISTS)
    own[list.of] = (await upstream.truth(list.truth)).filter((row) => isOwn(list, row)).length
  const periods = own['billing-periods'] ?? 0
  expect(await countsOf(caller, '/api/collections/weekly', 'weeks')).toBe(periods)
  for (const group of ['funding_source', 'status', 'currency'])
    expect(await countsOf(caller, `/api/collections/summary?group_by=${group}`, 'groups')).toBe(periods)
  const { sources } = JSON.parse(await textOf(caller, '/api/sources'))
  for (const { source, resources } of sources)
    for (const { resource, rows, unassigned, ambiguous } of resources)
      expect([source, resource, rows, unassigned, ambiguous]).toEqual([
        ...[source, resource, own[resource === 'billing-periods' ? resource : source], 0, 0],
      ])
}

test('lists, totals, figures, choices, exports and sources cover exactly the financier’s scope', async ({
  upstream,
}) => {
  for (const caller of await financiers()) {
    let compared = 0
    // The upstream grows during the test, so the comparison repeats until the mirror has caught up.
    await expect(async () => {
      await forgetLimits()
      compared = 0
      for (const list of LISTS) compared += await checkList(caller, list, upstream)
      await checkFigures(caller, upstream)
    }).toPass({ timeout: 60_000 })
    console.info(`scope of ${caller.name}: compared with ${compared} rows of the upstream`)
    expect(compared).toBeGreaterThan(1_000)
  }
})

const PAGES = [
  '/',
  '/billing-periods',
  '/billing-periods/changes',
  '/invoices/changes',
  '/contracts',
  '/collections',
  '/report',
  '/sources',
  '/account',
  '/api-docs',
].concat(LISTS.slice(1).map(({ of }) => `/invoices?source=${of}`))

/** Requests every response that could name a funding source and returns the foreign names found. */
async function namesIn(caller: Caller): Promise<{ answers: number; found: string[] }> {
  const upstream = OWN.map((name) => `/api/upstream/hello-tractor/payg/lms/invoices?funding_source=${name}`)
  const paths = [
    ...LISTS.flatMap((list) => [list.list, optionsOf(list), exportOf(list)]),
    ...[
      '/api/billing-periods/changes',
      '/api/invoices/changes?source=hello-tractor',
      '/api/contracts',
      '/api/contracts/export?format=csv',
      '/api/filter-options?list=contracts',
      '/api/collections/age',
      '/api/collections/by-age',
      '/api/collections/bridge',
      '/api/collections/targets',
      '/api/collections/weekly',
      '/api/sources',
      '/api/openapi.json',
      ...upstream,
    ],
    ...['funding_source', 'status', 'currency'].map((by) => `/api/collections/summary?group_by=${by}`),
    ...(caller.kind === 'person' ? PAGES : []),
  ]
  const found: string[] = []
  await forgetLimits()
  for (const path of paths) {
    const text = (await textOf(caller, path)).replaceAll(/&amp;|\\u0026/g, '&')
    found.push(...FOREIGN.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`))
  }
  return { answers: paths.length, found }
}

test('no response and no page names a foreign funding source', async () => {
  for (const caller of await financiers()) {
    const { answers, found } = await namesIn(caller)
    console.info(`names of other funding sources in ${answers} answers to ${caller.name}: ${found.length}`)
    expect(found).toEqual([])
  }
  // An operator may see all of them, which proves that the search finds names.
  expect((await namesIn(await anOperator())).found.length).toBeGreaterThan(15)
})

/** Returns a response without the values that change every time: date and request id. */
async function answerOf(caller: Caller, path: string): Promise<unknown> {
  const response = await call(caller, path)
  const headers = Object.fromEntries(response.headers)
  for (const name of ['date', 'x-request-id']) delete headers[name]
  // The policy of an API response has no nonce, so any difference in the policy would show.
  const { requestId, ...body } = await response.json()
  expect(requestId).toMatch(/^[\da-f-]{36}$/)
  return { status: response.status, headers, body }
}

const OBJECTS: [List['truth'], (id: string) => string][] = [
  ['billingPeriods', (id) => `/api/billing-periods/${id}`],
  ['billingPeriods', (id) => `/api/upstream/hello-tractor/payg/lms/payment-requests/${id}`],
  ['invoices', (id) => `/api/invoices/hello-tractor/${id}`],
  ['invoices', (id) => `/api/invoices/hello-tractor/${id}/pdf`],
  ['invoices', (id) => `/api/invoices/hello-tractor/${id}/pdf?disposition=inline`],
  ['invoices', (id) => `/api/upstream/hello-tractor/payg/lms/invoices/${id}`],
  ['paymentLinks', (id) => `/api/invoices/payment-links/${id}`],
  ['clientInvoices', (id) => `/api/invoices/client-invoices/${id}`],
  ['clientInvoices', (id) => `/api/invoices/client-invoices/${id}/pdf`],
  ['clientInvoices', (id) => `/api/upstream/client-invoices/api/v1/invoice/${id}/download`],
]

test('a foreign object is answered exactly like an unknown one', async ({ upstream }) => {
  const callers = await financiers()
  const operator = await anOperator()
  let compared = 0
  let seen = 0
  for (const [truth, pathOf] of OBJECTS) {
    await forgetLimits()
    const list = LISTS.find((one) => one.truth === truth) ?? LISTS[0]
    const foreign = (await upstream.truth(truth)).filter((row) => !isOwn(list, row))
    const unassigned = foreign.filter((row) => fundingSourceOf(list, row) === null)
    const chosen = [...foreign.slice(10, 12), ...unassigned.slice(0, 2)]
    expect(chosen.length).toBeGreaterThan(1)
    for (const { id } of chosen) {
      // Same length and same kinds of characters, so that only the existence of the row differs.
      const unknown = id.replaceAll(/\d/g, '9').replaceAll(/[a-f](?=[a-f\d-]*$)/g, 'e')
      expect((await call(operator, pathOf(unknown))).status).toBe(404)
      const shown = await call(operator, pathOf(id))
      await shown.body?.cancel()
      if (shown.status === 200) seen += 1
      for (const caller of callers) {
        expect(await answerOf(caller, pathOf(id)), pathOf(id)).toEqual(
          await answerOf(caller, pathOf(unknown)),
        )
        compared += 1
      }
    }
  }
  console.info(
    `foreign objects compared with unknown ones: ${compared}; ${seen} of them an operator is shown`,
  )
  expect(seen).toBeGreaterThan(15)
  expect((await call(NOBODY, '/api/billing-periods')).status).toBe(401)
})
