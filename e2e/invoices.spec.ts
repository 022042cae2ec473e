import { listRows } from '#e2e/support/lists.ts'
import { pdfText } from '#e2e/support/pdf-text.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { InvoiceList } from '#lib/invoices/schema.ts'
import type { Source } from '#lib/sources.ts'

async function firstInvoices(
  request: { get: (url: string) => Promise<{ json(): Promise<unknown> }> },
  source: Source,
) {
  const answer = (await (await request.get(`/api/invoices?source=${source}&limit=20`)).json()) as InvoiceList
  expect(answer.rows.length).toBeGreaterThan(0)
  return answer.rows
}

for (const source of ['hello-tractor', 'client-invoices'] as const) {
  test(`the PDF of a ${source} invoice downloads and contains its number`, async ({ page, request }) => {
    const rows = await firstInvoices(request, source)
    const withPdf = []
    for (const row of rows.slice(0, 8)) {
      const head = await request.get(`/api/invoices/${source}/${row.id}/pdf`)
      if (head.status() === 200) withPdf.push(row)
    }
    const [invoice] = withPdf
    if (!invoice) throw new Error('no invoice with a PDF among the first')
    await page.goto(`/invoices?source=${source}&row=${encodeURIComponent(invoice.id)}`)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download PDF' }).click()
    const file = await (await download).path()
    expect(await pdfText(file)).toContain(invoice.number ?? invoice.id)
    await expect(page.getByText(/^Saved /)).toBeVisible()
  })
}

test('an invoice opened by its address renders once, with working buttons', async ({ page, request }) => {
  const [invoice] = await firstInvoices(request, 'hello-tractor')
  const address = `/invoices?source=hello-tractor&row=${encodeURIComponent(invoice?.id ?? '')}`
  const html = await (await request.get(address)).text()
  // Scripts named in the HTML load at once; scripts loaded on demand are delayed, as on a slow connection.
  const late: string[] = []
  await page.route('**/_next/static/chunks/**', async (route) => {
    const name = new URL(route.request().url()).pathname
    if (!html.includes(name)) {
      late.push(name)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
    await route.continue()
  })
  await page.goto(address)
  const button = page.getByRole('button', { name: 'Download PDF' })
  await button.waitFor()
  const first = await button.elementHandle()
  expect(late.length).toBeGreaterThan(0)
  const download = page.waitForEvent('download')
  await button.click()
  await download
  await expect(page.getByText(/^Saved /)).toBeVisible()
  expect(await first?.evaluate((element) => element.isConnected)).toBe(true)
})

test('payment links say that their source has no PDF', async ({ page }) => {
  await page.goto('/invoices?source=payment-links')
  await listRows(page).first().click()
  await expect(page.getByText(/Payment links have no PDFs/)).toBeVisible()
})

test('each source has its own tab, columns and totals', async ({ page }) => {
  await page.goto('/invoices')
  const tabs = page.getByRole('navigation', { name: 'Invoice sources' })
  await expect(tabs.getByRole('link', { name: /Hello Tractor/ })).toHaveAttribute('aria-current', 'page')
  await tabs.getByRole('link', { name: /Client invoices/ }).click()
  await expect(page).toHaveURL(/source=client-invoices/)
  await expect(page.getByRole('columnheader', { name: /Customer/ })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: /Amount/ })).toHaveCount(0)
  await tabs.getByRole('link', { name: /Payment links/ }).click()
  await expect(page.getByRole('columnheader', { name: /Amount/ })).toBeVisible()
})

test.describe('when the source refuses the PDF', () => {
  test.use({ expectedConsole: [/Failed to load resource/] })

  test('the page says so and offers to try again', async ({ page, request, upstream }) => {
    const [invoice] = await firstInvoices(request, 'client-invoices')
    await upstream.fail({ route: 'client-invoice-file', kind: 'status', status: 404 })
    await page.goto(`/invoices?source=client-invoices&row=${encodeURIComponent(invoice?.id ?? '')}`)
    await page.getByRole('button', { name: 'Download PDF' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be downloaded' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try downloading again' })).toBeVisible()
  })
})
