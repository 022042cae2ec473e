import type { APIRequestContext, Page } from '@playwright/test'
import {
  allLoaded,
  type BareFigure,
  figuresOf,
  type ShownFigure,
  wrongFigures,
} from '#e2e/support/figure-links.ts'
import { expect, test } from '#e2e/support/test.ts'
import { today } from '#e2e/support/today.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { addDays } from '#lib/calendar-date.ts'
import type { ContractList } from '#lib/contracts/schema.ts'
import { PATIENCE_MS } from '#lib/testing/patience.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

/** Figures that open no rows, with the reason. Shares, rates, intervals and changes in percent are not looked for. */
const WITHOUT_ROWS: readonly { why: string; is: (figure: BareFigure) => boolean }[] = [
  { why: 'a value of one row, which the row itself opens', is: ({ isRow }) => isRow },
  { why: 'the totals of the rows below it', is: ({ section }) => / totals/i.test(section) },
  {
    why: 'pending amounts and failures of the last 28 days, which no filter says together',
    is: ({ column }) => column === 'May still arrive',
  },
  { why: 'a number of weeks', is: ({ column }) => column === 'Weeks behind' },
  {
    why: 'a period without an end day counts as a week long, which no filter says',
    is: ({ column }) => column === 'Unpaid periods',
  },
]

const isExpected = (figure: BareFigure) => WITHOUT_ROWS.some(({ is }) => is(figure))

/** What is wrong with the figures of a page. */
async function faultsOf(page: Page, request: APIRequestContext): Promise<string[]> {
  const { links, bare, unmarked } = await figuresOf(page)
  return [
    ...bare
      .filter((one) => !isExpected(one))
      .map(({ text, section, column }) => `no link: ${text} (${section}, ${column})`),
    ...unmarked.map((text) => `a link that nobody follows: ${text}`),
    ...(await wrongFigures(request, links)),
  ]
}

test.describe.configure({ timeout: 4 * PATIENCE_MS })

/** The last four whole weeks: few enough weeks that every figure of every currency can be followed. */
const lastMonday = addDays(weekStart(today()), -7)
const FOUR_WEEKS = `from=${addDays(lastMonday, -21)}&to=${weekEnd(lastMonday)}`

/** Opens a page, and checks all its figures against their lists. */
async function checked(page: Page, request: APIRequestContext, path: string): Promise<ShownFigure[]> {
  let links: ShownFigure[] = []
  // A sync between the page and its lists changes both, so figures that differ are looked at again.
  await expect(async () => {
    await page.goto(path)
    await allLoaded(page)
    links = (await figuresOf(page)).links
    expect(await faultsOf(page, request), path).toEqual([])
  }).toPass({ timeout: PATIENCE_MS, intervals: [0] })
  return links
}

/** Fails unless the figures of each section are among those that were followed. */
function expectSections(links: readonly ShownFigure[], names: readonly string[]): void {
  expect([...new Set(links.map(({ section }) => section))]).toEqual(expect.arrayContaining([...names]))
}

test('every figure of the overview opens rows that add up to it, in every currency', async ({
  page,
  request,
}) => {
  for (const search of [
    '',
    ...['KES', 'UGX', 'GHS'].map((currency) => `currency=${currency}&${FOUR_WEEKS}`),
  ]) {
    const links = await checked(page, request, `/?${search}`)
    expectSections(links, [
      'Currencies',
      'Key figures',
      'Weekly billing by payment status',
      'By funding source',
      'Contracts with the most outstanding',
      'Longest unpaid',
    ])
  }
})

test('every figure of Collections and of a report opens rows that add up to it', async ({
  page,
  request,
}) => {
  const sections = ['By funding source', 'By status', 'By currency', 'Unpaid by age', 'Who moved']
  for (const path of [`/collections?${FOUR_WEEKS}`, '/collections?by=funding_source&currency=NGN']) {
    const links = await checked(page, request, path)
    expectSections(links, [...sections, 'Collected by age'])
  }
  const links = await checked(page, request, `/report?${FOUR_WEEKS}`)
  expectSections(links, ['Key figures', 'By funding source', 'Unpaid by age'])
})

test('every figure of contracts and of what changed opens rows that add up to it', async ({
  page,
  request,
  upstream,
}) => {
  const recent = `/api/billing-periods?currency=NGN&start_from=${addDays(lastMonday, -14)}&start_to=${lastMonday}&limit=1`
  const { rows: periods }: BillingPeriodList = await (await request.get(recent)).json()
  await upstream.change({
    resource: 'billing-periods',
    id: periods[0]?.id ?? '',
    fields: { amount: '1234567.25' },
  })
  const { rows }: ContractList = await (await request.get('/api/contracts?currency=NGN&limit=1')).json()
  await checked(page, request, '/contracts')
  const links = await checked(page, request, `/contracts/${rows[0]?.id}`)
  expect(links.filter(({ shown }) => shown.includes('Week of')).length).toBeGreaterThan(5)
  await page.goto('/billing-periods/changes')
  await expect(page.getByText('1,234,567.25').first()).toBeVisible({ timeout: 20_000 })
  const changed = await checked(page, request, '/billing-periods/changes')
  expectSections(changed, ['Totals of these billing periods'])
  await checked(page, request, '/invoices/changes?source=hello-tractor')
})

test('a click on a figure shows its rows and their totals', async ({ page, request }) => {
  const clicked = async (path: string, section: string, kind: ShownFigure['kind']) => {
    await page.goto(path)
    await allLoaded(page)
    const { links } = await figuresOf(page)
    const figure = links.find((one) => one.section === section && one.kind === kind && one.value !== '0')
    if (!figure) throw new Error(`${path} has no ${kind} in ${section}`)
    const mark = `${figure.kind} ${figure.value}${figure.currency && ` ${figure.currency}`}`
    await page.locator(`main [data-figure="${mark}"][href="${figure.href}"]`).first().click()
    await expect(page).toHaveURL(figure.href)
    const totals = page.getByRole('region', { name: / totals/i })
    const shown =
      figure.kind === 'count' ? figure.value : new Intl.NumberFormat('en-GB').format(Number(figure.value))
    await expect(totals).toContainText(shown)
  }
  const { rows }: ContractList = await (await request.get('/api/contracts?currency=NGN&limit=1')).json()
  await clicked('/', 'Key figures', 'amount')
  await clicked('/', 'By funding source', 'amount')
  await clicked('/', 'Contracts with the most outstanding', 'amount')
  await clicked('/collections', 'By funding source', 'count')
  await clicked('/collections', 'Unpaid by age', 'amount')
  await clicked('/collections', 'Who moved', 'count')
  await clicked(`/contracts/${rows[0]?.id}`, '', 'amount')
})

test('a figure with a wrong amount, wrong rows or no link is found', async ({ page, request }) => {
  await page.goto('/?currency=NGN')
  await allLoaded(page)
  await page.evaluate(() => {
    const all = document.querySelectorAll('main [aria-label="Key figures"] [data-figure]')
    const [billed, collected, , outstanding] = [...all]
    billed?.setAttribute('data-figure', 'amount 1 NGN')
    collected?.setAttribute('href', outstanding?.getAttribute('href') ?? '')
    outstanding?.removeAttribute('data-figure')
  })
  const faults = await faultsOf(page, request)
  expect(faults.filter((fault) => fault.startsWith('Key figures: shows'))).toHaveLength(1)
  expect(faults.filter((fault) => fault.startsWith('Key figures: is shown with'))).toHaveLength(1)
  expect(faults.filter((fault) => fault.startsWith('no link: '))).toHaveLength(1)
})
