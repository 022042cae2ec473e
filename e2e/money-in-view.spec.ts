import type { Page } from '@playwright/test'
import { listRows } from '#e2e/support/lists.ts'
import { expect, test } from '#e2e/support/test.ts'

const WIDTHS = [1920, 1440, 1280, 1024, 768, 390]
/** Amounts that replace those of the first rows. */
const HUGE = [
  { currency: 'UGX', amount: '1234567890.00' },
  { currency: 'NGN', amount: '-98765432109876.54' },
  { currency: 'KES', amount: '123456789012345678901234.56' },
]
const LISTS = [
  {
    name: 'billing periods beside a wide contract',
    path: '/billing-periods?columns=contract.480,period,status,funding_source,amount',
    api: '**/api/billing-periods?*',
    sort: 'Contract',
    fields: ['amount'],
  },
  {
    name: 'payment links with the amount in the middle',
    path: '/invoices?source=payment-links&columns=number.300,account.300,amount,state,funnel_state,issued_on,paid',
    api: '**/api/invoices?*',
    sort: 'Number',
    fields: ['amount', 'paidAmount'],
  },
  {
    name: 'contracts with a first column that stays',
    path: '/contracts?columns=contract.300.pin,funding_source.300,outstanding,weeks_behind,rate,oldest_unpaid',
    api: '**/api/contracts?*',
    sort: 'Contract',
    fields: ['outstanding'],
  },
] as const

/** Returns what is wrong with the main amounts of the rows on the screen: cut, or outside the list's box. */
function cutAmounts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const list = document.querySelector('.data-scroll')
    if (!list) return ['there is no list']
    const isBox = getComputedStyle(list).overflowX !== 'visible'
    const box = (isBox ? list : document.documentElement).getBoundingClientRect()
    return [...document.querySelectorAll('.data-row')].slice(0, 12).flatMap((row) => {
      const cell = row.querySelector('[data-card="aside"]')
      if (!cell) return ['a row has no amount']
      const place = cell.getBoundingClientRect()
      const long = cell.querySelector('.long-amount')
      const faults = [
        cell.scrollWidth > cell.clientWidth ? 'is cut' : null,
        long && long.scrollHeight > long.clientHeight + 1 ? 'has hidden lines' : null,
        place.left < box.left - 1 || place.right > box.right + 1 ? 'is out of view' : null,
        place.width < 1 ? 'has no width' : null,
      ]
      return faults.flatMap((fault) => (fault === null ? [] : [`${cell.textContent} ${fault}`]))
    })
  })
}

for (const { name, path, api, sort, fields } of LISTS) {
  test(`shows whole amounts at every width, with and without the panel: ${name}`, async ({ page }) => {
    await page.route(api, async (route) => {
      const response = await route.fetch()
      const answer = await response.json()
      for (const [index, huge] of HUGE.entries()) {
        const row = answer.rows[index]
        if (!row) continue
        row.currency = huge.currency
        for (const field of fields) row[field] = huge.amount
      }
      await route.fulfill({ response, json: answer })
    })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(path)
    await page.getByRole('button', { name: sort, exact: true }).click()
    await expect(listRows(page).first()).toContainText('1,234,567,890.00')
    const faults: string[] = []
    const look = async (what: string) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 })
        await expect(page.locator('.data-table')).toHaveCSS(
          '--row-height',
          width < 768 ? /64px|84px/ : '40px',
        )
        faults.push(...(await cutAmounts(page)).map((fault) => `${what}, ${width} px: ${fault}`))
        if (width >= 768) {
          await page.locator('.data-scroll').evaluate((list) => list.scrollTo({ left: 10_000 }))
          faults.push(...(await cutAmounts(page)).map((fault) => `${what}, ${width} px, scrolled: ${fault}`))
          await page.locator('.data-scroll').evaluate((list) => list.scrollTo({ left: 0 }))
        }
      }
    }
    await look('alone')
    await page.setViewportSize({ width: 1440, height: 900 })
    await listRows(page).nth(3).click()
    await expect(page).toHaveURL(/row=/)
    await expect(page.getByRole('complementary')).toBeVisible()
    await look('beside the panel')
    // The list may just be read again.
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    expect(faults).toEqual([])
  })
}

test('keeps the first column in view while the others scroll, in the address too', async ({ page }) => {
  await page.setViewportSize({ width: 800, height: 700 })
  await page.goto('/billing-periods?columns=contract.300,period.300,status,funding_source,amount')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Keep the first column in view' }).check()
  await expect(page).toHaveURL(/columns=contract\.300\.pin,period\.300/)
  await page.keyboard.press('Escape')
  const first = listRows(page).first().locator('[data-card="title"]')
  const before = await first.boundingBox()
  await page.locator('.data-scroll').evaluate((list) => list.scrollTo({ left: 10_000 }))
  await expect
    .poll(() => page.locator('.data-scroll').evaluate((list) => list.scrollLeft))
    .toBeGreaterThan(50)
  expect((await first.boundingBox())?.x).toBe(before?.x)
})

for (const [path, parts] of [
  ['/billing-periods', ['title', 'detail', 'status', 'aside']],
  ['/invoices?source=hello-tractor', ['title', 'party', 'detail', 'status', 'aside']],
  ['/invoices?source=payment-links', ['title', 'party', 'detail', 'status', 'aside']],
  ['/invoices?source=client-invoices', ['title', 'detail', 'status', 'aside']],
  ['/contracts', ['title', 'detail', 'status', 'aside']],
] as const) {
  test(`a card of ${path} on a phone shows ${parts.join(', ')}, whatever columns the address names`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`${path}${path.includes('?') ? '&' : '?'}columns=changed_at`)
    const card = listRows(page).first()
    for (const part of parts) await expect(card.locator(`[data-card="${part}"]`)).toBeVisible()
    const boxes = await Promise.all(parts.map((part) => card.locator(`[data-card="${part}"]`).boundingBox()))
    const isApart = boxes.every((one, index) =>
      boxes.slice(index + 1).every((other) => {
        if (!one || !other) return false
        const isBeside = one.x + one.width <= other.x + 1 || other.x + other.width <= one.x + 1
        return isBeside || one.y + one.height <= other.y + 1 || other.y + other.height <= one.y + 1
      }),
    )
    expect(isApart).toBe(true)
  })
}

test('Back returns to the same place in the list', async ({ page }) => {
  await page.goto('/billing-periods')
  const list = page.locator('.data-scroll')
  const top = () => list.evaluate((box) => box.scrollTop)
  for (const wanted of [3000, 6000, 9000]) {
    await list.evaluate((box, place) => box.scrollTo({ top: place }), wanted)
    await expect.poll(() => list.evaluate((box) => box.scrollHeight)).toBeGreaterThan(wanted + 1500)
    await list.evaluate((box, place) => box.scrollTo({ top: place }), wanted)
    await expect.poll(top).toBe(wanted)
  }
  const before = await listRows(page).nth(10).textContent()
  const goTo = async (name: string, title: string) => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click()
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  }
  await goTo('Collections', 'Collections')
  await page.goBack()
  await expect.poll(top).toBe(9000)
  expect(await listRows(page).nth(10).textContent()).toBe(before)
  await goTo('Collections', 'Collections')
  await goTo('Billing periods', 'Billing periods')
  await expect(listRows(page).first()).toBeVisible()
  expect(await top()).toBe(0)
})

for (const [path, from, to] of [
  ['/collections', 'from', 'to'],
  ['/', 'from', 'to'],
  ['/billing-periods', 'start_from', 'start_to'],
] as const) {
  test(`typed days stay: ${path}`, async ({ page }) => {
    await page.goto(path)
    if (path === '/billing-periods') {
      await page.locator('.add-filter').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Period start', exact: true }).click()
    } else await page.getByRole('button', { name: /^Dates ?: / }).click()
    const field = page.getByLabel('From')
    // Both ways to write a day give the same one.
    await field.focus()
    await page.keyboard.type('10102026')
    await page.keyboard.press('Tab')
    await page.getByLabel('To (inclusive)').focus()
    await page.keyboard.type('11112026')
    await expect(page.getByLabel('To (inclusive)')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page).toHaveURL(new RegExp(`${from}=2026-10-10`))
    await expect(page).toHaveURL(new RegExp(`${to}=2026-11-11`))
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.locator('button:focus')).toHaveCount(1)
  })
}
