import { act, screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { fresh, total } from '#components/testing/contract-list.tsx'
import { mount } from '#components/testing/mount.tsx'
import { held, problem, serve } from '#components/testing/server.ts'
import { type ExportContent, ExportPanel } from './export-panel.tsx'

const CONTENT: ExportContent = {
  list: 'invoices' as const,
  path: '/api/contracts/export?status=paid',
  fileName: 'contracts',
  formats: undefined,
  columns: null,
  filters: [{ label: 'Status', description: 'Paid' }],
  totals: [total(1204)],
  freshness: [fresh()],
}

const saved: string[] = []

beforeEach(() => {
  saved.length = 0
  // jsdom saves no files.
  URL.createObjectURL = vi.fn(() => 'blob:file')
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download)
  })
})

const mountPanel = (rest: Partial<ExportContent> = {}) =>
  mount(<ExportPanel content={{ ...CONTENT, ...rest }} />)
const line = (label: string) => screen.queryByText(label, { selector: 'dt' })?.nextElementSibling?.textContent
const csv = (text: string) => new Response(text, { headers: { 'content-type': 'text/csv' } })

describe('an export says before it starts', () => {
  test('how many rows it holds, of which filters, and their exact sums', () => {
    mountPanel({ totals: [total(1), total(1203, { currency: 'KES', amount: '-99999999999999999999.5' })] })
    expect(screen.getByText('CSV with 1,204 invoices')).toBeTruthy()
    expect(line('Status')).toBe('Paid')
    expect(line('Total NGN')).toBe('5,000,000.00')
    expect(line('Total KES')).toBe('−99,999,999,999,999,999,999.50')
    expect(line('Without an amount')).toBeUndefined()
  })

  test('that nothing is filtered', () => {
    mountPanel({ filters: [], totals: [total(1)] })
    expect(screen.getByText('CSV with 1 invoice')).toBeTruthy()
    expect(line('Filters')).toMatch(/^No filters/)
  })

  test('what it leaves blank and what it misses', () => {
    mountPanel({
      totals: [total(5, { unknownAmounts: 3 })],
      freshness: [fresh({ complete: false, recentAsOf: '2026-11-25T06:00:00.000Z' }), fresh()],
    })
    expect(line('Without an amount')).toBe('3, left blank')
    expect(line('Total so far NGN')).toBe('5,000,000.00')
    expect(line('Data')).toBe('As of 3 h ago, partial')
  })

  test('no age, if a part of it was never read completely', () => {
    mountPanel({ freshness: [fresh(), fresh({ complete: false, recentAsOf: null })] })
    expect(line('Data')).toBe('Partial')
  })

  test('nothing to download without a row', () => {
    mountPanel({ totals: [] })
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Download CSV' }).disabled).toBe(true)
  })

  test('in which formats it comes', async () => {
    const { user } = mountPanel()
    await user.click(screen.getByRole('radio', { name: 'XLSX' }))
    expect(screen.getByText('XLSX with 1,204 invoices')).toBeTruthy()
    expect(line('Separator')).toBeUndefined()
  })

  test('what a file for people holds, which is the default, and what one for programs does', async () => {
    const { user } = mountPanel({ columns: ['number', 'amount'] })
    expect(line('Contents')).toBe('2 columns as on screen, times in Africa/Lagos, a total for each currency')
    const asked = serve({ '/api/contracts/export': () => csv('a') })
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    await waitFor(() => expect(saved).toHaveLength(1))
    await user.click(screen.getByRole('radio', { name: 'Programs' }))
    await user.click(screen.getByRole('radio', { name: 'Left out' }))
    expect(line('Contents')).toBe('All fields under their API names, days as in ISO 8601, times in UTC')
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    await waitFor(() => expect(saved).toHaveLength(2))
    expect(asked.filter((path) => path.includes('export'))).toEqual([
      '/api/contracts/export?status=paid&format=csv&audience=people&columns=number,amount',
      '/api/contracts/export?status=paid&format=csv&provenance=none',
    ])
  })

  test('no choice of format where there is one', () => {
    mountPanel({ formats: ['xlsx'] })
    expect(screen.queryByRole('radio')).toBeNull()
    expect(screen.getByRole('button', { name: 'Download XLSX' })).toBeTruthy()
  })
})

describe('a download', () => {
  test('asks for the chosen format and saves the file under the server’s name', async () => {
    const answer = csv('id\n1\n')
    answer.headers.set('content-disposition', 'attachment; filename="contracts-2026.csv"')
    const asked = serve({ '/api/contracts/export': () => answer })
    const { user } = mountPanel()
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    expect(await screen.findByText('Saved contracts-2026.csv')).toBeTruthy()
    expect(asked).toEqual(['/api/contracts/export?status=paid&format=csv'])
    expect(saved).toEqual(['contracts-2026.csv'])
  })

  test('counts its rows while it runs, and saves nothing when cancelled', async () => {
    let stream: ReadableStreamDefaultController | undefined
    const body = new ReadableStream({
      start(controller) {
        stream = controller
      },
    })
    serve({ '/api/contracts/export': () => new Response(body) })
    const { user } = mountPanel()
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    act(() => stream?.enqueue(new TextEncoder().encode('id\n1\n2\n')))
    expect(await screen.findByText('3 of 1,204 rows')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    stream?.error(new Error('cancelled'))
    expect(await screen.findByRole('button', { name: 'Download CSV' })).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(saved).toEqual([])
  })

  test('that fails says why, with the request, and can be tried again', async () => {
    const answers = [problem(503, 'The database takes too long.'), csv('id\n')]
    serve({ '/api/contracts/export': () => answers.shift()! })
    const { user } = mountPanel()
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toBe(
      'The export couldn’t be created: The database takes too long.Request req-7',
    )
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Saved contracts.csv')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('that breaks off saves no half file', async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('reset')) })
    serve({ '/api/contracts/export': () => new Response(body) })
    const { user } = mountPanel()
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    expect((await screen.findByRole('alert')).textContent).toContain(
      'The download was incomplete, so nothing was saved',
    )
    expect(saved).toEqual([])
  })

  test('ends when its panel closes', async () => {
    const never = held()
    let signal: AbortSignal | undefined
    vi.stubGlobal('fetch', (_address: string, options: RequestInit) => {
      signal = options.signal ?? undefined
      return never.answer()
    })
    const { user, unmount } = mountPanel()
    await user.click(screen.getByRole('button', { name: 'Download CSV' }))
    await waitFor(() => expect(signal).toBeDefined())
    unmount()
    expect(signal?.aborted).toBe(true)
  })
})
