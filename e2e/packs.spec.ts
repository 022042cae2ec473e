import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Download, Locator, Page } from '@playwright/test'
import { axeFaults } from '#e2e/support/axe.ts'
import { listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'
import type { InvoiceList } from '#lib/invoices/schema.ts'
import { type Unzipped, unzip } from '#lib/testing/unzip.ts'
import { readWorkbook } from '#lib/testing/workbook.ts'

// A viewer can create only one pack at a time, so these tests run in sequence.
test.describe.configure({ mode: 'default' })

const bar = (page: Page) => page.getByRole('region', { name: 'Selected invoices' })
const boxOf = (row: Locator) => row.getByRole('checkbox')
const numberOf = async (row: Locator) => (await row.getByRole('link').textContent()) ?? ''

async function openList(page: Page, query = 'source=client-invoices'): Promise<Locator> {
  await page.goto(`/invoices?${query}`)
  await expect(listRows(page).first()).toBeVisible()
  return listRows(page)
}

async function pack(
  page: Page,
  button = 'Download PDFs (ZIP)',
): Promise<{ download: Download; zip: Unzipped }> {
  const downloading = page.waitForEvent('download')
  await bar(page).getByRole('button', { name: button }).click()
  const download = await downloading
  return { download, zip: unzip(await readFile(await download.path())) }
}
/** Returns the texts of the register's cells, a list for each invoice. */
function registerOf({ files }: Unzipped): string[][] {
  const file = files.find(({ name }) => name === 'register.xlsx')
  if (!file) throw new Error('The ZIP has no register')
  const [sheet = []] = readWorkbook(file.bytes).sheets.values()
  return sheet
    .slice(1)
    .map((row) => Object.values(row).map((cell) => ('text' in cell ? cell.text : cell.number)))
}

test('three invoices selected by mouse and keyboard are saved as one ZIP that lists its contents', async ({
  page,
}) => {
  const rows = await openList(page)
  await boxOf(rows.nth(0)).click()
  await expect(bar(page)).toContainText('1 invoice selected')
  await rows.nth(0).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(bar(page)).toContainText('3 invoices selected')
  // Selecting a row does not open it.
  await expect(page).not.toHaveURL(/row=/)
  const chosen = [await numberOf(rows.nth(0)), await numberOf(rows.nth(1)), await numberOf(rows.nth(2))]
  const { download, zip } = await pack(page)
  expect(download.suggestedFilename()).toMatch(/^invoice-pdfs-client-invoices-\d{4}-\d\d-\d\d\.zip$/)
  const pdfs = zip.files.filter(({ name }) => name.endsWith('.pdf'))
  for (const { name, bytes } of pdfs) {
    expect(name).toMatch(/^[^/]+\/\d{4}-W\d\d\/[^/]+\.pdf$/)
    expect(chosen).toContain(path.basename(name, '.pdf'))
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  }
  expect(registerOf(zip).map(([number]) => number)).toEqual(chosen)
  expect(registerOf(zip).filter((cells) => cells.includes('in this part'))).toHaveLength(pdfs.length)
  await expect(bar(page)).toContainText(`Saved ${pdfs.length} of 3 files.`)
})

test('Shift selects a range, the header selects all loaded rows, and Escape clears the selection', async ({
  page,
}) => {
  const rows = await openList(page, 'source=hello-tractor')
  await boxOf(rows.nth(1)).click()
  await boxOf(rows.nth(6)).click({ modifiers: ['Shift'] })
  await expect(bar(page)).toContainText('6 invoices selected')
  await boxOf(rows.nth(3)).click()
  await expect(bar(page)).toContainText('5 invoices selected')
  const all = page.getByRole('checkbox', { name: 'Select all loaded invoices' })
  expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
  await all.click()
  await expect(boxOf(rows.nth(3))).toBeChecked()
  await page.keyboard.press('Escape')
  await all.blur()
  await page.keyboard.press('Escape')
  await expect(bar(page)).toBeHidden()
  await expect(boxOf(rows.nth(3))).not.toBeChecked()
})

test('selecting all matching rows uses the filters, and another filter clears the selection', async ({
  page,
  request,
}) => {
  const list = '/api/invoices?source=hello-tractor&limit=10'
  const newest: InvoiceList = await (await request.get(list)).json()
  const from = newest.rows.at(-1)?.issuedOn
  const { totals }: InvoiceList = await (await request.get(`${list}&issued_from=${from}`)).json()
  const total = totals.reduce((sum, { count }) => sum + count, 0)
  expect(total).toBeGreaterThanOrEqual(10)
  const rows = await openList(page, `source=hello-tractor&issued_from=${from}`)
  await boxOf(rows.first()).click()
  await bar(page)
    .getByRole('button', { name: `Select all ${total}` })
    .click()
  const { zip } = await pack(page)
  expect(zip.comment).toMatch(new RegExp(` of ${total} files$`))
  expect(registerOf(zip)).toHaveLength(total)
  await page.getByRole('searchbox').fill('no such invoice')
  await expect(bar(page)).toContainText('0 invoices selected')
  await bar(page).getByRole('button', { name: 'Close' }).click()
  await expect(bar(page)).toBeHidden()
})

test('F32 missing files are counted on the screen and named in the ZIP, and tried again alone', async ({
  page,
  upstream,
}) => {
  await upstream.fail({ route: 'client-invoice-file', kind: 'status', status: 404 })
  const rows = await openList(page)
  await boxOf(rows.nth(0)).click()
  await boxOf(rows.nth(1)).click()
  const { zip } = await pack(page)
  await expect(bar(page)).toContainText('Saved 0 of 2 files. 2 files are missing.')
  expect(registerOf(zip).map((cells) => cells.at(-1))).toEqual([
    'The source has no PDF for this invoice.',
    'The source has no PDF for this invoice.',
  ])
  await upstream.heal()
  // In a new session the latest download that is not complete is offered.
  const again = await openList(page)
  await boxOf(again.nth(0)).click()
  await expect(bar(page)).toContainText('2 of 2 files are missing.')
  const late = await pack(page, 'Try 2 files again')
  expect(late.download.suggestedFilename()).toMatch(/-part-2-of-2\.zip$/)
  expect(late.zip.files.filter(({ name }) => name.endsWith('.pdf'))).toHaveLength(2)
  await expect(bar(page)).toContainText('Saved 2 of 2 files.')
})

test.describe('F45 a cancelled download', () => {
  test.use({ expectedConsole: [/429/] })

  test('a cancelled pack ends, and the next one can be created', async ({ page, upstream }) => {
    await upstream.fail({ route: 'client-invoice-file', kind: 'hang' })
    const rows = await openList(page)
    await boxOf(rows.nth(0)).click()
    await bar(page).getByRole('button', { name: 'Download PDFs (ZIP)' }).click()
    await expect(bar(page)).toContainText('Contacting the source…')
    await bar(page).getByRole('button', { name: 'Cancel download' }).click()
    await upstream.heal()
    // The call of the source ends first, and the pack lock is free a moment later.
    await expect(async () => {
      await bar(page).getByRole('button', { name: 'Download PDFs (ZIP)' }).click()
      await expect(bar(page)).toContainText(/Saved \d of 1 files/, { timeout: 2_000 })
    }).toPass()
  })
})

test('payment links, which have no PDFs, and billing periods cannot be selected', async ({ page }) => {
  await openList(page, 'source=payment-links')
  await expect(page.getByRole('table').getByRole('checkbox')).toHaveCount(0)
  await page.goto('/billing-periods')
  await expect(listRows(page).first()).toBeVisible()
  await expect(page.getByRole('table').getByRole('checkbox')).toHaveCount(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('cards can be selected by touch without moving, and every button is large enough', async ({
    page,
  }) => {
    const rows = await openList(page, 'source=hello-tractor')
    const before = await rows.nth(2).getByRole('link').boundingBox()
    const area = await rows.nth(0).locator('label').boundingBox()
    expect([area?.width, area?.height].every((size) => (size ?? 0) >= 44)).toBe(true)
    await rows.nth(0).locator('label').click()
    await boxOf(rows.nth(2)).click()
    await expect(bar(page)).toContainText('2 invoices selected')
    expect(await rows.nth(2).getByRole('link').boundingBox()).toEqual(before)
    for (const button of await bar(page).getByRole('button').all())
      expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
  })
})

for (const width of [390, 1440])
  test(`selected invoices pass axe (${width})`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 })
    const rows = await openList(page)
    await boxOf(rows.nth(0)).click()
    await expect(bar(page)).toBeVisible()
    expect(await axeFaults(page)).toEqual([])
  })
