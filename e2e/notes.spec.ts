import { call, makePerson, sandboxAdmin } from '#e2e/support/callers.ts'
import { allBillingPeriods, listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'

test('a row is marked, found by its note, exported, seen in its scope alone, and done', async ({
  page,
  request,
}) => {
  const rows = await allBillingPeriods(request, 'status=PAYMENT_FAILED&sort=start_date')
  const row = rows.find(({ fundingSource }) => fundingSource !== null)
  const other = rows.find(
    ({ fundingSource }) => fundingSource !== null && fundingSource !== row?.fundingSource,
  )
  if (!row?.fundingSource || !other?.fundingSource) throw new Error('no failed rows of two funding sources')
  const text = `Call about ${row.id} <b>soon</b>`
  const admin = await sandboxAdmin()
  const inScope = await makePerson(admin, 'Nkechi Inside', {
    role: 'financier',
    fundingSources: [row.fundingSource],
  })
  const outside = await makePerson(admin, 'Tunde Outside', {
    role: 'financier',
    fundingSources: [other.fundingSource],
  })

  await page.goto(`/billing-periods?status=PAYMENT_FAILED&row=${encodeURIComponent(row.id)}`)
  await page.getByLabel('Text').fill(text)
  const owners = page.getByLabel('Owner', { exact: true })
  await expect(owners.getByRole('option', { name: 'Tunde Outside' })).toHaveCount(0)
  await owners.selectOption({ label: 'Nkechi Inside' })
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()

  const options = await (await request.get('/api/filter-options?list=billing-periods')).json()
  const owner = options.options.note_owner.find((one: { label: string }) => one.label === 'Nkechi Inside')
  const query = `note=open&note_owner=${owner.value}`
  await page.goto(`/billing-periods?${query}`)
  await expect(listRows(page)).toHaveCount(1)
  await expect(page.getByRole('group', { name: 'Filter: Note owner' })).toContainText('Nkechi Inside')

  const file = await request.get(`/api/billing-periods/export?format=csv&notes=columns&${query}`)
  expect(await file.text()).toContain(`,${text},Nkechi Inside,active,open,`)

  const note = `/api/notes/hello-tractor/billing-periods/${encodeURIComponent(row.id)}`
  expect(await (await call(inScope, note)).json()).toMatchObject({ note: { text }, mayWrite: false })
  expect((await call(outside, note)).status).toBe(404)
  const hidden = await (await call(outside, `/api/billing-periods?${query}`)).json()
  expect([hidden.rows, hidden.totals]).toEqual([[], []])

  await page.goto(`/billing-periods?row=${encodeURIComponent(row.id)}`)
  await page.getByRole('checkbox', { name: 'Done' }).check()
  await page.getByRole('button', { name: 'Save note' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  const done = await (await request.get(`/api/billing-periods?note=done&note_owner=${owner.value}`)).json()
  expect(done.rows).toMatchObject([{ id: row.id, note: { done: true } }])
})
