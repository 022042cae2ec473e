import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, test, vi } from 'vitest'
import { chart, HREFS, point, unknownPoint, WORDS } from '#components/testing/chart.ts'
import { mount } from '#components/testing/mount.tsx'
import type { AboutFigures } from '#lib/collections/file-notes.ts'
import { ChartSection } from './chart-section.tsx'
import type { ChartModel } from './model.ts'

const ABOUT: AboutFigures = {
  title: 'Billed by week',
  filters: new URLSearchParams({ currency: 'NGN', from: '2026-03-02' }),
  answer: { freshness: [], snapshot: '7' },
}

const mountSection = (model: ChartModel) =>
  mount(
    <ChartSection
      model={model}
      fileName="weeks"
      about={ABOUT}
      caption={() => ({ about: '', notes: [] })}
      file={() => ({ ...model, words: { ...model.words, count: 'billing periods' } })}
    />,
  )

/** The rows of the table below the chart, cell by cell, without its header. */
function cells(): (string | null)[][] {
  const table = screen.getByRole('table', { hidden: true })
  return within(table)
    .getAllByRole('row', { hidden: true })
    .slice(1)
    .map((one) => [...one.children].map((cell) => cell.textContent))
}

describe('the table of a chart', () => {
  test('holds every figure of every week, exact', () => {
    const segments = { paid: { amount: '-0.5', count: 1, href: HREFS.paid } }
    mountSection(
      chart([point('2026-W10'), point('2026-W11', { segments, total: '-98765432109876543210.5' })]),
    )
    expect(cells()[0]).toEqual(['Week of 2026-W10', '900.00', '100.00', '1,000.00', '90.0%'])
    expect(cells()[1]?.[1]).toBe('−0.50')
    expect(cells()[1]?.[3]).toBe('−98,765,432,109,876,543,210.50')
  })

  test('shows a week that has not been read as unknown, with its reason', () => {
    mountSection(chart([unknownPoint('2026-W10')]))
    expect(cells()).toEqual([['Week of 2026-W10Not synced yet', '—', '—', '—', '—']])
  })

  test('says what a rate leaves out', () => {
    mountSection(chart([point('2026-W10', { rateNote: 'without 8 of unknown amount' })]))
    expect(cells()[0]?.at(-1)).toBe('90.0%without 8 of unknown amount')
  })

  test('has no rate where the chart has none', () => {
    mountSection(chart([point('2026-W10')], { words: { ...WORDS, rate: null } }))
    expect(cells()[0]).toHaveLength(4)
  })

  test('is empty for no week', () => {
    mountSection(chart([]))
    expect(cells()).toEqual([])
  })
})

describe('the legend of a chart', () => {
  const legend = () => screen.getAllByRole('listitem').map((one) => one.textContent)

  test('names each series, and a long name in full on hover', () => {
    const long = 'Cooperative '.repeat(20).trim()
    const series = [{ key: 'paid', label: long, fill: 'green', pattern: 'solid' } as const]
    mountSection(chart([point('2026-W10')], { series }))
    expect(legend()).toEqual([long, 'Collection rate'])
    expect(screen.getAllByTitle(long).length).toBeGreaterThan(0)
  })

  test('explains the marks of weeks that may still change, only where there are some', () => {
    mountSection(chart([point('2026-W10', { look: 'fresh' }), point('2026-W11', { look: 'open' })]))
    expect(legend()).toEqual(['Paid', 'Failed', 'Collection rate', 'Payments still arriving', 'Current week'])
  })
})

test('a chart downloads its figures as CSV, blank where they are unknown', async () => {
  let file: Blob | undefined
  URL.createObjectURL = vi.fn((blob: Blob) => {
    file = blob
    return 'blob:file'
  })
  URL.revokeObjectURL = vi.fn()
  let name = ''
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    name = this.download
  })
  const { user } = mountSection(chart([point('2026-W10'), unknownPoint('2026-W11')]))
  await user.click(screen.getByRole('button', { name: 'Download Billed each week as CSV' }))
  await waitFor(() => expect(name).toBe('weeks.csv'))
  const lines = (await file?.text())?.trim().split('\r\n')
  expect(lines?.[1]).toBe('2026-W10,2026-W10,NGN,900,100,1000,0.9,0.9,,10,')
  expect(lines?.[2]).toBe('2026-W11,2026-W11,NGN,,,,,,,,Not synced yet')
  // Behind the rows stand notes as wide as they are.
  expect(lines?.[3]).toBe('# Report,Billed by week,,,,,,,,,')
  expect(lines?.[4]).toBe('# Filter,currency,NGN,,,,,,,,')
  expect(lines?.at(-2)).toBe('# Furrow,0.0.0,,,,,,,,,')
  expect(lines?.at(-1)).toBe('# End of report,,,,,,,,,,')
})
