import { act, fireEvent, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import type { OpenDayRange } from '#lib/calendar-date.ts'
import { DaysEditor } from './days-editor.tsx'

function mountEditor(first: OpenDayRange = { from: null, to: null }, options?: Parameters<typeof mount>[1]) {
  const changes: OpenDayRange[] = []
  function Screen() {
    const [range, setRange] = useState(first)
    const change = (next: OpenDayRange) => {
      changes.push(next)
      setRange(next)
    }
    return <DaysEditor label="Start" range={range} seasonOn={() => null} onChange={change} />
  }
  return { ...mount(<Screen />, options), changes }
}

const from = () => screen.getByLabelText<HTMLInputElement>('From')
const to = () => screen.getByLabelText<HTMLInputElement>('To (inclusive)')
const type = (input: HTMLInputElement, value: string) => {
  fireEvent.change(input, { target: { value } })
  fireEvent.blur(input)
}

describe('a range of days', () => {
  test('is chosen by a preset, which then shows as chosen', async () => {
    const { user, changes } = mountEditor()
    await user.click(screen.getByRole('button', { name: 'This week' }))
    expect(changes).toEqual([{ from: '2026-11-23', to: '2026-11-29' }])
    expect(screen.getByRole('button', { name: 'This week' }).getAttribute('aria-pressed')).toBe('true')
    expect([from().value, to().value]).toEqual(['2026-11-23', '2026-11-29'])
  })

  test('may have one open end', () => {
    const { changes } = mountEditor()
    type(from(), '2026-11-02')
    expect(changes).toEqual([{ from: '2026-11-02', to: null }])
  })

  test('is turned round when its ends are typed the other way round', () => {
    const { changes } = mountEditor({ from: '2026-11-10', to: null })
    type(to(), '2026-11-01')
    expect(changes).toEqual([{ from: '2026-11-01', to: '2026-11-10' }])
  })

  test('loses an end that is emptied', () => {
    const { changes } = mountEditor({ from: '2026-11-02', to: '2026-11-08' })
    type(to(), '')
    expect(changes).toEqual([{ from: '2026-11-02', to: null }])
  })

  test('stays as it is while the same day is typed again', () => {
    const { changes } = mountEditor({ from: '2026-11-02', to: null })
    type(from(), '2026-11-02')
    expect(changes).toEqual([])
  })

  test('takes a typed day with Enter', () => {
    const { changes } = mountEditor()
    from().focus()
    fireEvent.change(from(), { target: { value: '2028-02-29' } })
    fireEvent.keyDown(from(), { key: 'Enter' })
    expect(changes).toEqual([{ from: '2028-02-29', to: null }])
  })

  test('takes a typed day with Esc, which closes the editor, and keeps the focus with Enter', () => {
    const { changes } = mountEditor({ from: '2026-11-02', to: null })
    to().focus()
    fireEvent.change(to(), { target: { value: '2026-11-08' } })
    fireEvent.keyDown(to(), { key: 'Escape' })
    expect(changes).toEqual([{ from: '2026-11-02', to: '2026-11-08' }])
    fireEvent.change(to(), { target: { value: '2026-11-09' } })
    fireEvent.keyDown(to(), { key: 'Enter' })
    expect(document.activeElement).toBe(to())
    expect(changes.at(-1)).toEqual({ from: '2026-11-02', to: '2026-11-09' })
  })

  test('keeps what is being typed when the other end changes it', () => {
    let fill = (_range: OpenDayRange) => {}
    function Screen() {
      const [range, setRange] = useState<OpenDayRange>({ from: null, to: null })
      fill = setRange
      return <DaysEditor label="Start" range={range} seasonOn={() => null} onChange={setRange} />
    }
    mount(<Screen />)
    const field = to()
    field.focus()
    fireEvent.keyDown(field, { key: '0' })
    fireEvent.change(field, { target: { value: '2026-10-04' } })
    act(() => fill({ from: '2026-10-01', to: '2026-11-29' }))
    expect([from().value, to().value]).toEqual(['2026-10-01', '2026-10-04'])
    expect(document.activeElement).toBe(field)
    fireEvent.blur(field)
    expect([from().value, to().value]).toEqual(['2026-10-01', '2026-10-04'])
  })

  test('shows the end that a page fills in, unless it is being typed', () => {
    let fill = (_range: OpenDayRange) => {}
    function Screen() {
      const [range, setRange] = useState<OpenDayRange>({ from: '2026-10-01', to: null })
      fill = setRange
      return <DaysEditor label="Start" range={range} seasonOn={() => null} onChange={setRange} />
    }
    mount(<Screen />)
    to().focus()
    act(() => fill({ from: '2026-10-01', to: '2026-11-29' }))
    expect(to().value).toBe('2026-11-29')
  })

  test('refuses a day far outside what a bill can have', () => {
    const { changes } = mountEditor()
    type(from(), '0202-11-02')
    expect(changes).toEqual([])
  })

  test('is picked in a calendar whose weeks begin on Monday', async () => {
    const { user, changes } = mountEditor()
    await user.click(await screen.findByRole('button', { name: 'Tue 3 Nov 2026' }))
    await user.click(screen.getByRole('button', { name: 'Sun 8 Nov 2026' }))
    expect(changes.at(-1)).toEqual({ from: '2026-11-03', to: '2026-11-08' })
    expect(screen.getAllByRole('columnheader', { hidden: true }).map((one) => one.textContent)).toContain(
      'Mo',
    )
    expect(screen.getByRole('button', { name: /^Wed 25 Nov 2026, today/ })).toBeTruthy()
  })

  test('names its months, weekdays and buttons in English', async () => {
    mountEditor()
    const month = await screen.findByRole('grid', { name: 'November 2026' })
    expect(screen.getByRole('status').textContent).toBe('November 2026')
    const heads = within(month).getAllByRole('columnheader', { hidden: true })
    expect(heads.map((one) => [one.textContent, one.getAttribute('aria-label')])).toEqual([
      ['', 'Week number'],
      ['Mo', 'Monday'],
      ['Tu', 'Tuesday'],
      ['We', 'Wednesday'],
      ['Th', 'Thursday'],
      ['Fr', 'Friday'],
      ['Sa', 'Saturday'],
      ['Su', 'Sunday'],
    ])
    expect(screen.getByRole('navigation', { name: 'Choose a month' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Previous month' })).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Next month' })).toBeTruthy()
    expect(within(month).getByRole('rowheader', { name: 'Week 48' })).toBeTruthy()
  })

  test('has no English left in another language', async () => {
    const { container } = mountEditor(undefined, { words: 'en-XB' })
    await screen.findByRole('grid')
    const labels = [...container.querySelectorAll('[aria-label]')].map((one) =>
      one.getAttribute('aria-label'),
    )
    expect(labels.length).toBeGreaterThan(30)
    expect(
      [container.querySelector('.calendar')?.textContent, ...labels].filter((text) =>
        /[a-z]/i.test(text ?? ''),
      ),
    ).toEqual([])
  })
})
