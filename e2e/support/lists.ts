import type { APIRequestContext, Locator, Page } from '@playwright/test'
import type { BillingPeriodList } from '#lib/billing-periods/schema.ts'
import { expect } from './test.ts'

/** Locates the rows of the list, without its header. */
export function listRows(page: Page): Locator {
  return page.getByRole('table').locator('[role=row][data-row-id], tr[data-row-id]')
}

/** Checks values in a filter of the filter bar and closes its editor. */
export async function chooseFilter(page: Page, label: string, values: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${label} ?: `) }).click()
  for (const value of values) await page.getByRole('checkbox', { name: new RegExp(`^${value}`) }).check()
  await page.keyboard.press('Escape')
}

/** Reads every row that matches a query, page by page, as an API client would. */
export async function allBillingPeriods(
  request: APIRequestContext,
  query: string,
): Promise<BillingPeriodList['rows']> {
  const rows: BillingPeriodList['rows'] = []
  let cursor = ''
  do {
    const response = await request.get(
      `/api/billing-periods?${query}&limit=200${cursor && `&cursor=${cursor}`}`,
    )
    expect(response.status()).toBe(200)
    const page: BillingPeriodList = await response.json()
    rows.push(...page.rows)
    cursor = page.nextCursor ?? ''
  } while (cursor)
  return rows
}
