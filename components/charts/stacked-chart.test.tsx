import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { opened } from '#components/testing/address.ts'
import { chart, HREFS, point, unknownPoint } from '#components/testing/chart.ts'
import { mount } from '#components/testing/mount.tsx'
import type { ChartModel } from './model.ts'
import { StackedChart } from './stacked-chart.tsx'

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 800, 400))
})

const bars = () => screen.getAllByRole('link')

/** Mounts a chart and waits for its plot, whose code loads after the page. */
async function mountChart(model: ChartModel) {
  const mounted = mount(<StackedChart model={model} />)
  await waitFor(() =>
    expect(mounted.container.querySelectorAll('[data-column]').length).toBe(model.points.length),
  )
  return mounted
}

const weeks = (count: number) => Array.from({ length: count }, (_, index) => point(`2026-W${index + 10}`))
const tooltip = (container: HTMLElement) => container.querySelector('dl')?.parentElement
const press = (key: string) => fireEvent.keyDown(document.activeElement!, { key })

describe('the bars of a chart', () => {
  test('are links to their rows, named with their figures', async () => {
    await mountChart(chart(weeks(3)))
    expect(bars().map((bar) => bar.getAttribute('aria-label'))).toEqual([
      'Week of 2026-W10: billed NGN 1,000.00. List them',
      'Week of 2026-W11: billed NGN 1,000.00. List them',
      'Week of 2026-W12: billed NGN 1,000.00. List them',
    ])
  })

  test('are one for one week', async () => {
    const { container } = await mountChart(chart(weeks(1)))
    expect(bars()).toHaveLength(1)
    expect(container.querySelectorAll('[data-segment]')).toHaveLength(2)
  })

  test('are one stop for Tab, and the arrows, Home and End move between them', async () => {
    await mountChart(chart(weeks(4)))
    expect(bars().map((bar) => bar.tabIndex)).toEqual([-1, -1, -1, 0])
    act(() => bars()[3]?.focus())
    press('ArrowLeft')
    expect(document.activeElement).toBe(bars()[2])
    press('Home')
    expect(document.activeElement).toBe(bars()[0])
    press('ArrowLeft')
    expect(document.activeElement).toBe(bars()[0])
    press('End')
    press('ArrowRight')
    expect(document.activeElement).toBe(bars()[3])
  })

  test('draw negative and huge amounts', async () => {
    const segments = {
      paid: { amount: '123456789012345678901234567890.99', count: 1, href: HREFS.week },
      failed: { amount: '-98765432109876543210', count: 1, href: HREFS.week },
    }
    const { container } = await mountChart(chart([point('2026-W10', { segments }), point('2026-W11')]))
    const heights = [...container.querySelectorAll('[data-segment]')].map((one) =>
      Number(one.getAttribute('height')),
    )
    expect(heights.length).toBeGreaterThan(0)
    expect(heights.every((height) => Number.isFinite(height) && height >= 0)).toBe(true)
  })

  test('open their rows on a click, and those of one segment on a click on it', async () => {
    const { container } = await mountChart(chart(weeks(2)))
    fireEvent.click(bars()[1]!)
    fireEvent.click(container.querySelector('[data-segment="failed"]')!)
    expect(opened).toEqual([HREFS.week, HREFS.failed])
  })

  test('leave a click with Ctrl to the browser, and open a segment in a new tab', async () => {
    const open = vi.spyOn(window, 'open').mockReturnValue(null)
    const { container } = await mountChart(chart(weeks(2)))
    fireEvent.click(container.querySelector('[data-segment="failed"]')!, { ctrlKey: true })
    expect(open).toHaveBeenCalledWith(HREFS.failed, '_blank', 'noopener')
    expect(opened).toEqual([])
  })
})

describe('a chart without bars', () => {
  test('says that nothing was billed', async () => {
    await mountChart(chart([point('2026-W10', { segments: {}, total: '0', count: 0, rate: null })]))
    expect(screen.getByText('No amounts in these weeks')).toBeTruthy()
  })

  test('says that the weeks have not been read', async () => {
    await mountChart(chart([unknownPoint('2026-W10'), unknownPoint('2026-W11')]))
    expect(screen.getByText('These weeks haven’t synced yet')).toBeTruthy()
  })

  test('of no week at all shows an empty plot', async () => {
    await mountChart(chart([]))
    expect(screen.queryByRole('link')).toBeNull()
  })
})

describe('the figures of a bar', () => {
  const hover = (bar: Element) => fireEvent.pointerOver(bar, { pointerType: 'mouse' })

  test('show on hover, exact, and disappear with the pointer', async () => {
    const { container } = await mountChart(
      chart([point('2026-W10', { note: 'Payments still arriving', total: '-12345678901234567890.5' })]),
    )
    hover(bars()[0]!)
    expect(tooltip(container)?.textContent).toContain('Week of 2026-W10Payments still arriving')
    expect(tooltip(container)?.textContent).toContain('Billed NGN−12,345,678,901,234,567,890.50')
    expect(tooltip(container)?.textContent).toContain('90.0%')
    expect(tooltip(container)?.getAttribute('aria-hidden')).toBe('true')
    fireEvent.pointerLeave(container.querySelector('.relative')!, { pointerType: 'mouse' })
    expect(tooltip(container)).toBeUndefined()
  })

  test('show while a bar has the focus of the keyboard, until Escape', async () => {
    const { container } = await mountChart(chart(weeks(2)))
    act(() => bars()[1]?.focus())
    await waitFor(() => expect(tooltip(container)?.textContent).toContain('Week of 2026-W11'))
    press('Escape')
    await waitFor(() => expect(tooltip(container)).toBeUndefined())
  })

  test('are dashes for a week that has not been read, never 0', async () => {
    const { container } = await mountChart(chart([point('2026-W10'), unknownPoint('2026-W11')]))
    hover(bars()[1]!)
    const amounts = [...(tooltip(container)?.querySelectorAll('dd') ?? [])].map((one) => one.textContent)
    expect(amounts).toEqual(['—', '—', '—', '—'])
    expect(tooltip(container)?.textContent).not.toMatch(/\b0\b/)
  })

  test('stay open under a finger, with a link to the rows', async () => {
    await mountChart(chart([point('2026-W10', { count: 1, show: 'Show 1 billing period' })]))
    fireEvent(
      bars()[0]!,
      new PointerEvent('click', { bubbles: true, cancelable: true, pointerType: 'touch' }),
    )
    expect(opened).toEqual([])
    expect(within(document.body).getByRole('link', { name: /^Show 1 billing/ })).toBeTruthy()
  })
})
