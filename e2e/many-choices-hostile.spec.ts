import { expect, test } from '#e2e/support/test.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'

// More choices than a filter lists, and more than one filter accepts.

const listed = Array.from({ length: 200 }, (_, at) => ({
  value: `Fund ${at}`,
  label: `Fund ${at}`,
  count: 900 - at,
}))
const rare = { value: 'Zebra', label: 'Zebra', count: 1 }
const find = '/api/filter-options?list=billing-periods&filter=funding_source'

test('a filter with many choices says so, finds the rest by search and says when the maximum is reached', async ({
  page,
}) => {
  await page.route('**/api/filter-options?*', async (route) => {
    const search = new URL(route.request().url()).searchParams
    const isSearch = search.get('find') !== null
    const options = { funding_source: isSearch ? [rare] : listed }
    const more: FilterOptions['more'] = isSearch ? {} : { funding_source: { total: 1_234, find } }
    await route.fulfill({ json: { options, more, snapshot: 'another' } satisfies FilterOptions })
  })
  // The page fetches the choices again when the mirror's snapshot changes.
  await page.route('**/api/sources', async (route) => {
    const answer = await (await route.fetch()).json()
    await route.fulfill({ json: { ...answer, snapshot: 'moved' } })
  })
  await page.goto('/billing-periods')
  await page.getByRole('button', { name: /^Funding source ?: / }).click()
  const editor = page.getByRole('dialog')
  const note = editor.getByText('The 200 most frequent of 1,234. Type to find others.')
  await expect(note).toBeVisible()
  await editor.getByRole('searchbox').fill('zeb')
  await editor.getByRole('checkbox', { name: /^Zebra/ }).check()
  await expect(page).toHaveURL(/funding_source=Zebra/)
  await editor.getByRole('searchbox').fill('')
  await expect(editor.getByRole('checkbox', { name: /^Zebra/ })).toBeChecked()

  const names = listed.slice(0, 50).map(({ value }) => `funding_source=${encodeURIComponent(value)}`)
  await page.goto(`/billing-periods?${names.join('&')}`)
  await page.getByRole('button', { name: /^Funding source ?: / }).click()
  await expect(editor.getByText('You have selected 50 values, the maximum for one filter.')).toBeVisible()
  await expect(editor.getByRole('checkbox', { name: 'Fund 49' })).toBeChecked()
})
