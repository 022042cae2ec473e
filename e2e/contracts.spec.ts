import type { Page } from '@playwright/test'
import { axeFaults } from '#e2e/support/axe.ts'
import { listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import type { ContractList, Movement } from '#lib/contracts/schema.ts'

const totals = (page: Page) => page.getByRole('region', { name: 'Contract totals' })

test('the contracts that are furthest behind stand first, and each leads to its page and its periods', async ({
  page,
  request,
}) => {
  const { rows }: ContractList = await (await request.get('/api/contracts?limit=1')).json()
  const [first] = rows
  if (first === undefined) throw new Error('there is no contract')
  await page.goto('/contracts')
  await expect(page.getByRole('heading', { name: 'Contracts', level: 1 })).toBeVisible()
  await expect(totals(page)).toContainText('outstanding of')
  await listRows(page).first().click()
  const pane = page.getByRole('complementary')
  await expect(pane.getByRole('heading', { name: first.contract ?? '' })).toBeVisible()
  await pane.getByRole('link', { name: 'Open contract' }).click()
  await expect(page).toHaveURL(`/contracts/${first.id}`)
  await expect(page.getByRole('heading', { name: first.contract ?? '', level: 1 })).toBeVisible()
  expect(await axeFaults(page)).toEqual([])
  await page.getByRole('link', { name: `Show all ${first.periods} billing periods` }).click()
  await expect(page.getByRole('region', { name: 'Billing period totals' })).toContainText(
    `${first.periods} periods`,
  )
})

test('a week of a contract leads to its billing periods', async ({ page, request }) => {
  const { rows }: ContractList = await (await request.get('/api/contracts?limit=1')).json()
  await page.goto(`/contracts/${rows[0]?.id}`)
  const weeks = page.getByRole('link', { name: /^Week of/ })
  const label = (await weeks.last().getAttribute('aria-label')) ?? ''
  const count = [...label.matchAll(/(\d+) (?:draft|sent|pending|paid|failed|with)/g)].reduce(
    (sum, [, number]) => sum + Number(number),
    0,
  )
  await weeks.last().click()
  await expect(page.getByRole('region', { name: 'Billing period totals' })).toContainText(
    `${count} ${count === 1 ? 'period' : 'periods'}`,
  )
})

test('filters and totals of contracts agree with the billing periods', async ({ page, request }) => {
  await page.goto('/contracts?currency=KES&behind=1')
  const { totals: sums }: ContractList = await (
    await request.get('/api/contracts?currency=KES&behind=1&limit=1')
  ).json()
  await expect(totals(page)).toContainText(`${sums[0]?.count}`)
  const all: ContractList = await (await request.get('/api/contracts?currency=KES&limit=1')).json()
  const unpaid: BillingPeriodList = await (
    await request.get(
      '/api/billing-periods?currency=KES&status=PENDING&status=SENT_TO_PAYMENT_SERVICE&status=PAYMENT_FAILED&limit=1',
    )
  ).json()
  expect(Number(all.totals[0]?.amount)).toBe(Number(unpaid.totals[0]?.amount))
})

test('the contract of a billing period is a link, also for a contract in several funding sources', async ({
  page,
}) => {
  await page.goto('/billing-periods')
  await listRows(page).first().click()
  const link = page.getByRole('complementary').locator('dd').first().getByRole('link')
  const name = await link.innerText()
  await link.click()
  await expect(page).toHaveURL(/\/contracts\/[0-9a-f]{32}$/)
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
})

test('the overview names the contracts with the most outstanding', async ({ page }) => {
  await page.goto('/')
  const section = page.getByRole('region', { name: 'Contracts with the most outstanding' })
  await expect(section.getByText(/These 10 contracts hold .*% of what is outstanding/)).toBeVisible()
  await expect(section.getByRole('row')).toHaveCount(11)
  await section.getByRole('link', { name: /^Show all/ }).click()
  await expect(page).toHaveURL(/\/contracts\?currency=[A-Z]+&sort=-outstanding/)
  await expect(listRows(page).first()).toBeVisible()
})

test('who moved is a section of Collections whose numbers open their contracts', async ({
  page,
  request,
}) => {
  const moved: Movement = await (await request.get('/api/contracts/movement')).json()
  const currencies = new Set(moved.cells.map((cell) => cell.currency))
  expect(currencies.size).toBeGreaterThan(1)
  const kes = moved.cells.filter((cell) => cell.currency === 'KES' && cell.now === '0')
  const now = kes.reduce((sum, { count }) => sum + count, 0)
  await page.goto('/collections')
  const section = page.getByRole('region', { name: 'Who moved', exact: true })
  await expect(section.getByRole('heading', { level: 3 })).toHaveCount(currencies.size)
  await expect(section).toContainText(/Furrow (has recorded|records) weeks behind/)
  const table = section.getByRole('region', { name: /^KES: contracts by weeks behind/ })
  const all = table.getByRole('row', { name: 'All' }).getByRole('link').first()
  await expect(all).toHaveText(String(now))
  expect(await axeFaults(page)).toEqual([])
  await all.click()
  await expect(page).toHaveURL(/\/contracts\?.*moved=any-to-0/)
  await expect(page.getByRole('button', { name: /^Moved in 4 weeks/ })).toContainText('any → 0 weeks')
  await expect(totals(page)).toContainText(`${now}`)
})
