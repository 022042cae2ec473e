import type { APIRequestContext, Page } from '@playwright/test'
import Big from 'big.js'

/** A link that stands on a figure, as the page shows it. */
export type ShownFigure = {
  href: string
  /** What its rows must add up to, as the link says in `data-figure`. */
  kind: 'amount' | 'share' | 'count'
  value: string
  currency: string
  /** Its text, title and name for screen readers. */
  shown: string
  /** The number of rows shown next to it; null if there is none. */
  beside: string | null
  /** The heading of its section. */
  section: string
}

/** A figure without a link to its rows, with the words that say which it is. */
export type BareFigure = { text: string; section: string; column: string; isRow: boolean }

/** Waits until nothing in the main part of a page is loading. */
export async function allLoaded(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => document.querySelector('main .skeleton, main [aria-busy=true]') === null)
}

/**
 * Reads all figures in the main part of a page: those that are links, and those that are not. A figure is a printed
 * amount, or a number that fills a cell of a table; shares and changes in percent are none.
 */
export function figuresOf(
  page: Page,
): Promise<{ links: ShownFigure[]; bare: BareFigure[]; unmarked: string[] }> {
  return page.evaluate(() => {
    const FIGURE = /^(?:[A-Z]{3}\s)?[-−+]?\d{1,3}(?:,?\d{3})*(?:\.\d+)?\s?(?:k|M|bn|tn)?$/u
    const ROWS = /([\d,]+) (?:billing )?(?:periods?|contracts?|invoices?)\b/
    const LISTS = /^\/(?:billing-periods|contracts|invoices)(?:\/changes)?$/
    const ROW =
      '[data-row-id], [aria-labelledby=stuck-longest] li, [aria-labelledby=contract-periods] li, [aria-labelledby=changes-list] li'
    const main = document.querySelector('main')
    if (main === null) throw new Error('this page has no main part')
    const plain = (text: string | null | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()
    const sectionOf = (element: Element) => {
      const section = element.closest('section[aria-labelledby]') ?? element.closest('section')
      const id = section?.getAttribute('aria-labelledby')
      return plain(section?.getAttribute('aria-label') ?? (id && document.getElementById(id)?.textContent))
    }
    const links = [...main.querySelectorAll<HTMLElement | SVGElement>('[data-figure]')].map((link) => {
      const [kind = '', value = '', ...currency] = (link.getAttribute('data-figure') ?? '').split(' ')
      const beside = ROWS.exec(plain(link.closest<HTMLElement>('td, li')?.innerText))?.[1] ?? null
      return {
        href: link.getAttribute('href') ?? '',
        kind: kind as 'amount',
        value,
        currency: currency.join(' '),
        shown: [link.textContent, link.getAttribute('title'), link.getAttribute('aria-label')]
          .map(plain)
          .join(' | '),
        beside: kind === 'count' ? null : beside,
        section: sectionOf(link),
      }
    })
    const isFigure = (element: Element) =>
      FIGURE.test(plain(element.textContent)) && element.closest('[data-figure], [aria-hidden=true]') === null
    const cells = [...main.querySelectorAll('td, dd')].filter(
      (cell) => isFigure(cell) && cell.querySelector('[data-figure], bdi') === null,
    )
    const bare = [...main.querySelectorAll('bdi'), ...cells].filter(isFigure).map((element) => {
      const cell = element.closest<HTMLTableCellElement>('td, th')
      const head = cell?.closest('table')?.querySelectorAll('thead th')[cell.cellIndex]
      const term = element.closest('dd')?.previousElementSibling
      return {
        text: plain(element.textContent),
        section: sectionOf(element),
        column: plain((head ?? term)?.textContent),
        isRow: element.closest(ROW) !== null,
      }
    })
    const unmarked = [...main.querySelectorAll<HTMLAnchorElement>('a[href]:not([data-figure])')].flatMap(
      (link) => {
        const { pathname, searchParams } = new URL(link.href, document.baseURI)
        const text = plain(link.textContent)
        const isList = LISTS.test(pathname) && !searchParams.has('row')
        return isList && (FIGURE.test(text) || ROWS.test(text)) ? [`${text} (${sectionOf(link)})`] : []
      },
    )
    return { links, bare, unmarked }
  })
}

type Totals = {
  totals: {
    currency: string | null
    count: number
    amount?: string | null
    before?: string
    now?: string
    difference?: string
  }[]
}

/** Reads the totals bar of a list by its address, as the list itself does. */
async function totalsOf(request: APIRequestContext, href: string): Promise<Totals['totals']> {
  const { pathname, searchParams } = new URL(href, 'http://furrow')
  searchParams.set('limit', '1')
  for (let tries = 0; ; tries += 1) {
    const response = await request.get(`/api${pathname}?${searchParams}`)
    // The tests of a run share one viewer's rate limit (see serve.ts).
    if (response.status() === 429 && tries < 20) await new Promise((resolve) => setTimeout(resolve, 250))
    else if (response.ok()) return ((await response.json()) as Totals).totals
    else throw new Error(`${href}: ${response.status()} ${await response.text()}`)
  }
}

const isEqual = (a: string, b: string) => new Big(a.replaceAll(',', '')).eq(b.replaceAll(',', ''))

/** The numbers of a text, without their digit groups. */
function numbersIn(text: string): string[] {
  return [...text.replaceAll('−', '-').matchAll(/-?\d[\d,]*(?:\.\d+)?/g)].map(([number]) => number)
}

function faultOf(figure: ShownFigure, totals: Totals['totals']): string | null {
  const { kind, value, currency, shown, beside } = figure
  if (kind === 'share' ? !/%|—/.test(shown) : !numbersIn(shown).some((number) => isEqual(number, value)))
    return `shows ${shown} instead of ${value}`
  const counted = totals.reduce((sum, { count }) => sum + count, 0)
  if (beside !== null && !isEqual(beside, String(counted)))
    return `is shown with ${beside} rows, not ${counted}`
  if (kind === 'count')
    return Number(value) === counted ? null : `is ${value}, and its list has ${counted} rows`
  const own = totals.find((total) => total.currency === currency)
  const sums = own ? [own.amount, own.before, own.now, own.difference] : ['0']
  const found = sums.flatMap((sum) => sum ?? [])
  return found.some((sum) => isEqual(sum, value))
    ? null
    : `is ${value} ${currency}, and its rows are ${found}`
}

/** How many lists are asked for at once. */
const AT_ONCE = 6

/** Follows every figure to its list, and says which of them differ from the totals there. */
export async function wrongFigures(
  request: APIRequestContext,
  figures: readonly ShownFigure[],
): Promise<string[]> {
  const byHref = [...Map.groupBy(figures, ({ href }) => href)]
  const faults: string[] = []
  const follow = async () => {
    for (let next = byHref.shift(); next; next = byHref.shift()) {
      const [href, own] = next
      const totals = await totalsOf(request, href)
      for (const figure of own) {
        const fault = faultOf(figure, totals)
        if (fault !== null) faults.push(`${figure.section}: ${fault} (${href})`)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, follow))
  return faults.sort()
}
