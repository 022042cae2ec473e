import { act, screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { ContractList, page, total } from '#components/testing/contract-list.tsx'
import { layOutTables, scrollTable } from '#components/testing/layout.ts'
import { mount } from '#components/testing/mount.tsx'
import { row, rows } from '#components/testing/rows.tsx'
import { held, json, problem, serve } from '#components/testing/server.ts'

/** Answers with page after page of 100 rows, three in all, and the version `snapshot` of the data. */
function pageAt(search: URLSearchParams, snapshot = '1') {
  const at = Number(search.get('cursor') ?? 0)
  return json(
    page({
      rows: rows(100, at * 100 + 1),
      nextCursor: at < 2 ? String(at + 1) : null,
      totals: [total(300)],
      snapshot,
    }),
  )
}

const table = () => screen.getByRole('table', { name: 'Contracts' })
const link = (id: string) => screen.findByRole('link', { name: `Contract ${id}` })
const scrollToRow = (index: number) => scrollTable(table(), index * 40)

async function loadThreePages() {
  await link('1')
  scrollToRow(90)
  await link('101')
  scrollToRow(190)
  await link('201')
}

describe('further pages of a list', () => {
  test('load as the reader scrolls, larger than the first', async () => {
    layOutTables({ height: 636 })
    const asked = serve({ '/api/contracts': (search) => pageAt(search) })
    mount(<ContractList />)
    await loadThreePages()
    const pages = asked.filter((address) => address.startsWith('/api/contracts'))
    expect(pages).toEqual([
      '/api/contracts?',
      '/api/contracts?cursor=1&limit=100',
      '/api/contracts?cursor=2&limit=100',
    ])
    expect(screen.getByRole('region', { name: 'Invoice totals' }).textContent).toContain('300 invoices')
  })

  test('are announced while they load', async () => {
    layOutTables({ height: 636 })
    const second = held()
    serve({ '/api/contracts': (search) => (search.has('cursor') ? second.answer() : pageAt(search)) })
    mount(<ContractList />)
    await link('1')
    scrollToRow(90)
    expect(await screen.findByText('Loading more rows')).toBeTruthy()
    second.release(json(page({ rows: rows(5, 101), totals: [total(300)] })))
    await waitFor(() => expect(screen.queryByText('Loading more rows')).toBeNull())
  })

  test('that fail are reported once, below the rows, and load when the reader tries again', async () => {
    layOutTables({ height: 636 })
    const answers = [problem(503, 'The database takes too long.'), json(page({ rows: rows(5, 101) }))]
    const asked = serve({
      '/api/contracts': (search) => (search.has('cursor') ? answers.shift()! : pageAt(search)),
    })
    const { user } = mount(<ContractList />)
    await link('1')
    scrollToRow(90)
    const alerts = await screen.findAllByRole('alert')
    expect(alerts.map((one) => one.textContent)).toEqual([
      'The next rows couldn’t be loaded. The database takes too long.Try again',
    ])
    expect(await link('100')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    scrollToRow(100)
    expect(await link('105')).toBeTruthy()
    expect(asked.filter((address) => address.includes('cursor'))).toHaveLength(2)
  })
})

describe('newer data', () => {
  test('replaces a short list by itself', async () => {
    let snapshot = '1'
    serve({
      '/api/contracts': () => json(page({ rows: [row(snapshot)], snapshot })),
      '/api/sources': () => json({ snapshot, sources: [], mayAct: false }),
    })
    const { client } = mount(<ContractList />)
    await link('1')
    snapshot = '2'
    await act(() => client.invalidateQueries({ queryKey: ['sources'] }))
    expect(await link('2')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Show newer data' })).toBeNull()
  })

  test('of a long list is offered, and shown from the first page on', async () => {
    layOutTables({ height: 636 })
    let snapshot = '1'
    const asked = serve({
      '/api/contracts': (search) => pageAt(search, snapshot),
      '/api/sources': () => json({ snapshot, sources: [], mayAct: false }),
    })
    const { client, user } = mount(<ContractList />)
    await loadThreePages()
    snapshot = '2'
    await act(() => client.invalidateQueries({ queryKey: ['sources'] }))
    await user.click(await screen.findByRole('button', { name: 'Show newer data' }))
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Show newer data' })).toBeNull())
    expect(asked.filter((address) => address === '/api/contracts?')).toHaveLength(2)
    expect(table().getAttribute('aria-rowcount')).toBe('301')
  })
})
