import { useQuery } from '@tanstack/react-query'
import { screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { held, json, problem, serve } from '#components/testing/server.ts'
import { jsonQuery } from '#lib/api/json-query.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { ChoiceEditor } from './choice-editor.tsx'
import { FilterBar } from './filter-bar.tsx'
import type { ChoiceFilter } from './filter-spec.ts'
import { useFilterOptions } from './use-filter-options.ts'

const SPEC: ChoiceFilter = { kind: 'choice', key: 'customer', label: 'Customer' }
type Choices = FilterOptions['options'][string]

const named = (...names: string[]): Choices =>
  names.map((name, index) => ({ value: name, label: name, count: 1000 - index }))
const optionsOf = (choices: Choices, more: FilterOptions['more'] = {}): FilterOptions => ({
  options: { customer: choices },
  more,
  snapshot: '1',
})
const MORE = { customer: { total: 40_000, find: '/api/filter-options?list=contracts' } }

function mountEditor(
  options: FilterOptions | undefined,
  { chosen: first = [] as readonly string[], spec = SPEC } = {},
) {
  const changes: (readonly string[])[] = []
  function Screen() {
    const [chosen, setChosen] = useState(first)
    const change = (values: readonly string[]) => {
      changes.push(values)
      setChosen(values)
    }
    return <ChoiceEditor spec={spec} chosen={chosen} options={options} onChange={change} />
  }
  return { ...mount(<Screen />), changes }
}

const boxes = () => screen.queryAllByRole<HTMLInputElement>('checkbox')
const names = () => boxes().map((box) => box.closest('label')?.querySelector('bdi')?.textContent)
const find = () => screen.getByRole('searchbox', { name: 'Find in customer' })
const ten = Array.from({ length: 10 }, (_, index) => `Cooperative ${index}`)

describe('the choices of a filter', () => {
  test('have their number of rows, and are chosen and taken away', async () => {
    const { user, changes } = mountEditor(optionsOf(named('Ada', 'Bola')))
    expect(boxes().map((box) => box.closest('label')?.textContent)).toEqual(['Ada1,000', 'Bola999'])
    await user.click(screen.getByRole('checkbox', { name: /^Bola/ }))
    await user.click(screen.getByRole('checkbox', { name: /^Ada/ }))
    await user.click(screen.getByRole('checkbox', { name: /^Bola/ }))
    expect(changes).toEqual([['Bola'], ['Bola', 'Ada'], ['Ada']])
  })

  test('keep a chosen one that has no rows any more', () => {
    mountEditor(optionsOf(named('Ada')), { chosen: ['Gone'] })
    expect(boxes().map((box) => box.closest('label')?.textContent)).toEqual(['Ada1,000', 'Gone0'])
    expect(boxes()[1]?.checked).toBe(true)
  })

  test('show what is chosen while they load, without a number of rows', () => {
    mountEditor(undefined, { chosen: ['Ada'] })
    expect(boxes().map((box) => box.closest('label')?.textContent)).toEqual(['Ada'])
  })

  test('can be none', () => {
    mountEditor(optionsOf([]))
    expect(screen.getByText('No options yet.')).toBeTruthy()
  })

  test('are cleared at once', async () => {
    const { user, changes } = mountEditor(optionsOf(named('Ada', 'Bola')), { chosen: ['Ada', 'Bola'] })
    await user.click(screen.getByRole('button', { name: 'Clear selection' }))
    expect(changes).toEqual([[]])
    expect(screen.queryByRole('button', { name: 'Clear selection' })).toBeNull()
  })

  test('end at 50, and say so', () => {
    const values = Array.from({ length: 51 }, (_, index) => `c${index}`)
    mountEditor(optionsOf(named(...values)), { chosen: values.slice(0, 50) })
    expect(screen.getByRole('status').textContent).toMatch(/^You have selected 50 values/)
    expect(boxes().filter((box) => box.disabled)).toHaveLength(1)
    expect(boxes().filter((box) => box.checked)).toHaveLength(50)
  })

  test('show a name in its own direction, its hidden characters, and its whole length on hover', () => {
    const long = 'Cooperative '.repeat(30).trim()
    mountEditor(optionsOf(named('شركة الجرارات', 'a\u202eb', long)))
    expect(screen.getByText('شركة الجرارات').dir).toBe('auto')
    expect(names()).toContain('a[U+202E]b')
    expect(screen.getByTitle(long)).toBeTruthy()
  })

  test('have the filter’s own labels, and name an unknown value of the source as one', () => {
    const spec = { ...SPEC, labels: { paid: 'Paid' } }
    mountEditor(optionsOf(named('paid', 'OTHER:REVERSED')), { spec, chosen: ['OTHER:HELD'] })
    expect(names()[0]).toBe('Paid')
    expect(names().at(-1)).toBe('Other: HELD')
  })

  test('name the rows without a funding source in the reader’s language, and leave names as they are', async () => {
    const spec = { ...SPEC, key: 'funding_source' }
    const unassigned = { value: '(unassigned)', label: 'Unassigned', count: 3 }
    const offered = { ...optionsOf([]), options: { funding_source: [unassigned, ...named(...ten)] } }
    const more = { funding_source: MORE.customer }
    serve({ '/api/filter-options': () => json({ ...offered, options: { funding_source: [unassigned] } }) })
    const draw = (options: FilterOptions) =>
      mount(<ChoiceEditor spec={spec} chosen={[]} options={options} onChange={() => {}} />, {
        words: 'en-XA',
      })
    const { unmount } = draw(offered)
    expect(names()).toEqual([expect.stringMatching(/^Úñáššígñéd/), ...ten])
    unmount()
    const { user } = draw({ ...offered, options: { funding_source: named(...ten) }, more })
    await user.type(screen.getByRole('searchbox'), 'unassigned')
    await waitFor(() => expect(names()).toHaveLength(1))
    expect(names()[0]).toMatch(/^Úñáššígñéd/)
  })
})

describe('a long list of choices', () => {
  test('is searched by any part of a name, in any case', async () => {
    const { user } = mountEditor(optionsOf(named(...ten, 'Ada Farms')))
    await user.type(find(), 'FARM')
    expect(names()).toEqual(['Ada Farms'])
    await user.clear(find())
    await user.type(find(), 'nobody')
    expect(screen.getByText('No matches.')).toBeTruthy()
  })

  test('has no search while it is short', () => {
    mountEditor(optionsOf(named(...ten.slice(0, 8))))
    expect(screen.queryByRole('searchbox')).toBeNull()
  })
})

describe('a list of only the most frequent choices', () => {
  const hint = () => screen.getByRole('status').textContent

  test('says how many there are, and finds the others on the server', async () => {
    const asked = serve({ '/api/filter-options': () => json(optionsOf(named('Zainab Farms'))) })
    const { user, changes } = mountEditor(optionsOf(named(...ten), MORE))
    expect(hint()).toBe('The 10 most frequent of 40,000. Type to find others.')
    await user.type(find(), 'zain & co')
    await user.click(await screen.findByRole('checkbox', { name: /^Zainab Farms/ }))
    expect(hint()).toBe('All matching options.')
    expect(asked).toEqual(['/api/filter-options?list=contracts&find=zain%20%26%20co'])
    expect(changes).toEqual([['Zainab Farms']])
  })

  test('says that it searches, and that too many match', async () => {
    const answer = held()
    serve({ '/api/filter-options': answer.answer })
    const { user } = mountEditor(optionsOf(named(...ten), MORE))
    await user.type(find(), 'a')
    expect(hint()).toBe('Searching…')
    answer.release(json(optionsOf(named('Ada', 'Abe'), { customer: { total: 900, find: '' } })))
    expect(await screen.findByText(/^900 match, and the 2 most frequent are listed/)).toBeTruthy()
  })

  test('says that it could not be searched', async () => {
    serve({ '/api/filter-options': () => problem(503, 'Busy.') })
    const { user } = mountEditor(optionsOf(named(...ten), MORE))
    await user.type(find(), 'zain')
    expect(await screen.findByText(/^The search failed/)).toBeTruthy()
  })
})

describe('choices that could not be loaded', () => {
  /** The filters of a list, whose choices come from the server. */
  function Bar({ chosen = [] }: { chosen?: readonly string[] }) {
    const choices = useFilterOptions(useQuery(jsonQuery<FilterOptions>(['options'], '/api/filter-options')))
    return (
      <FilterBar
        specs={[{ ...SPEC, isPinned: true }]}
        values={{ search: null, customer: chosen }}
        {...choices}
        searchHint="Search"
        onChange={() => {}}
        onClear={() => {}}
        closeLabel="Show"
        narrowSort={null}
      />
    )
  }
  const open = () => screen.getByRole('button', { name: /^Customer/ })

  test('say so with the reason, and load when the reader tries again', async () => {
    const second = held()
    const answers = [async () => problem(503, 'The database takes too long.'), second.answer]
    serve({ '/api/filter-options': () => answers.shift()!() })
    const { user } = mount(<Bar />)
    await user.click(open())
    const dialog = await screen.findByRole('dialog', { name: 'Customer' })
    const alert = await within(dialog).findByRole('alert')
    expect(alert.textContent).toMatch(/^The options couldn’t be loaded\. The database takes too long\./)
    expect(dialog.querySelector('.skeleton')).toBeNull()
    await user.click(within(dialog).getByRole('button', { name: 'Try again' }))
    expect(within(dialog).queryByRole('alert')).toBeNull()
    expect(dialog.querySelector('.skeleton')).toBeTruthy()
    second.release(json(optionsOf(named('Ada'))))
    expect(await within(dialog).findByRole('checkbox', { name: /^Ada/ })).toBeTruthy()
  })

  test('keep a chosen one, which can still be taken away', async () => {
    serve({ '/api/filter-options': () => problem(500, 'No.') })
    const { user } = mount(<Bar chosen={['Ada']} />)
    await user.click(open())
    const dialog = await screen.findByRole('dialog', { name: 'Customer' })
    expect(await within(dialog).findByRole('alert')).toBeTruthy()
    expect(within(dialog).getByRole<HTMLInputElement>('checkbox', { name: /^Ada/ }).checked).toBe(true)
  })
})
