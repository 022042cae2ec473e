import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { setScreenWidth } from '#components/testing/browser.ts'
import { ContractList, page } from '#components/testing/contract-list.tsx'
import { layOutTables } from '#components/testing/layout.ts'
import { mount } from '#components/testing/mount.tsx'
import { json, serve } from '#components/testing/server.ts'

const press = (key: string, rest: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...rest })
const pane = (name: string) => screen.findByRole('complementary', { name })

/** Opens a list of three contracts; returns the changes of its address too. */
async function openList(search = '') {
  layOutTables({ height: 636 })
  serve({ '/api/contracts': () => json(page()) })
  const urls: { query: string; history: string }[] = []
  const mounted = mount(<ContractList />, {
    search,
    onUrl: ({ queryString, options }) => urls.push({ query: queryString, history: options.history }),
  })
  await screen.findByRole('link', { name: 'Contract 1', hidden: true })
  return { ...mounted, urls }
}

describe('the keys of a list', () => {
  test('/ goes to the search, where keys are text again', async () => {
    await openList()
    press('/')
    expect(document.activeElement).toBe(screen.getByRole('searchbox', { name: 'Search contract' }))
    press('?')
    press('j')
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.queryByRole('complementary')).toBeNull()
  })

  test('j and k move between the rows, and Enter opens one', async () => {
    await openList()
    press('j')
    press('j')
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('3')
    press('k')
    press('Enter')
    expect(await pane('Contract 1')).toBeTruthy()
  })

  test('j steps the open row', async () => {
    await openList('row=2')
    await pane('Contract 2')
    press('j')
    expect(await pane('Contract 3')).toBeTruthy()
  })

  test('f offers the filters that are not in the bar', async () => {
    await openList()
    press('f')
    const dialog = await screen.findByRole('dialog', { name: 'Add a filter' })
    expect([...dialog.querySelectorAll('li')].map((one) => one.textContent)).toEqual(['Start', 'Currency'])
  })

  test('? explains the keys, and Escape closes that', async () => {
    await openList()
    press('?')
    expect((await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).textContent).toContain(
      'Next and previous row',
    )
    press('Escape')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  test('do nothing while a modifier is held', async () => {
    await openList()
    press('/', { ctrlKey: true })
    press('j', { metaKey: true })
    expect(document.activeElement).toBe(document.body)
  })
})

describe('an open row', () => {
  test('is in the address, with one step back to the list however many were seen', async () => {
    const { user, urls } = await openList()
    await user.click(screen.getByRole('link', { name: 'Contract 1' }))
    expect((await pane('Contract 1')).textContent).toContain('All about Contract 1')
    await user.click(screen.getByRole('button', { name: 'Next row' }))
    expect((await pane('Contract 2')).textContent).toContain('All about Contract 2')
    await user.click(screen.getByRole('button', { name: 'Previous row' }))
    await pane('Contract 1')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(urls.map(({ query, history }) => `${history} ${query}`)).toEqual([
      'push ?row=1',
      'replace ?row=2',
      'replace ?row=1',
      'push ',
    ])
  })

  test('closes with Escape', async () => {
    await openList('row=2')
    await pane('Contract 2')
    press('Escape')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
  })

  test('that is not among the loaded rows is still shown', async () => {
    await openList('row=77')
    expect((await pane('Contract 77')).textContent).toContain('77 is not in the list')
  })

  test('covers the list on a narrow screen, and closes from the keyboard', async () => {
    setScreenWidth(800)
    await openList('row=2')
    expect((await screen.findByRole('dialog', { name: 'Contract 2' })).textContent).toContain(
      'All about Contract 2',
    )
    press('Escape')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })
})

describe('the address of a list', () => {
  test('holds the height of its rows and its columns, which add no step back', async () => {
    const { user, urls } = await openList('columns=amount.200,contract')
    expect(screen.getAllByRole('columnheader').map((one) => one.textContent)).toEqual([
      '',
      'Amount',
      'Contract',
    ])
    await user.click(screen.getByRole('button', { name: 'Columns' }))
    await user.click(await screen.findByRole('radio', { name: 'Compact' }))
    await user.click(screen.getByRole('button', { name: 'Reset' }))
    await waitFor(() => expect(urls.at(-1)).toEqual({ query: '?density=compact', history: 'replace' }))
  })

  test('that somebody wrote by hand shows what can be read of it', async () => {
    await openList('columns=<b>&density=huge&sort=nothing&status=paid&status=stolen&start_from=2026-02-30')
    expect(screen.getAllByRole('columnheader')).toHaveLength(4)
    expect(screen.getByRole('group', { name: 'Filter: Status' }).textContent).toMatch(/: Paid$/)
    expect(screen.queryByRole('group', { name: 'Filter: Start' })).toBeNull()
  })
})
