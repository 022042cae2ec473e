import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { setOnline } from '#components/testing/browser.ts'
import { ContractList, fresh, page, total } from '#components/testing/contract-list.tsx'
import { mount } from '#components/testing/mount.tsx'
import { row } from '#components/testing/rows.tsx'
import { held, json, never, problem, serve } from '#components/testing/server.ts'

const NOT_READ = fresh({
  complete: false,
  missing: [{ from: '2026-01-05', to: '2026-01-11', reason: 'never_read', why: [], detail: '' }],
})

describe('a list that loads', () => {
  test('says so, with its title, its filters and the header of its table', () => {
    serve({ '/api/contracts': never })
    mount(<ContractList />)
    expect(screen.getByRole('heading', { level: 1, name: 'Contracts' })).toBeTruthy()
    expect(screen.getByRole('status', { busy: true }).textContent).toMatch(/^Loading invoices/)
    expect(screen.getByRole('searchbox', { name: 'Search contract' })).toBeTruthy()
    expect(screen.queryByRole('table')).toBeNull()
    expect(screen.queryByRole('button', { name: /^Export/ })).toBeNull()
  })

  test('shows its rows and their totals when they come', async () => {
    serve({ '/api/contracts': () => json(page()) })
    mount(<ContractList />)
    expect((await screen.findAllByRole('link')).map((link) => link.textContent)).toEqual([
      'Contract 1',
      'Contract 2',
      'Contract 3',
    ])
    expect(screen.getByRole('region', { name: 'Invoice totals' }).textContent).toContain('3 invoices')
    expect(screen.queryByRole('status', { busy: true })).toBeNull()
  })

  test('counts one row as one', async () => {
    serve({ '/api/contracts': () => json(page({ rows: [row('1')] })) })
    mount(<ContractList />)
    expect((await screen.findByRole('region', { name: 'Invoice totals' })).textContent).toMatch(
      /^1 invoice(?!s)/,
    )
    expect(screen.getByRole('button', { name: /^Export/ }).textContent).toBe('Export 1 row')
  })
})

describe('a list that could not be loaded', () => {
  test('says what failed and why, and loads when the reader tries again', async () => {
    const answers = [problem(503, 'The database takes too long.'), json(page())]
    serve({ '/api/contracts': () => answers.shift()! })
    const { user } = mount(<ContractList />)
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The invoices couldn’t be loaded')
    expect(alert.textContent).toContain('The database takes too long.')
    expect(alert.textContent).toContain('req-7')
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'Contract 1' })).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  test('says that it loads again', async () => {
    const second = held()
    const answers = [async () => problem(500, 'No.'), second.answer]
    serve({ '/api/contracts': () => answers.shift()!() })
    const { user } = mount(<ContractList />)
    await user.click(await screen.findByRole('button', { name: 'Try again' }))
    expect((await screen.findByRole('status', { busy: true })).textContent).toMatch(/^Loading invoices/)
    expect(screen.queryByRole('alert')).toBeNull()
    second.release(json(page()))
    expect(await screen.findByRole('link', { name: 'Contract 1' })).toBeTruthy()
  })

  test('keeps the rows that it has, and says that they are older', async () => {
    const answers = [json(page()), problem(502, 'The source rests.'), json(page({ rows: [row('9')] }))]
    serve({ '/api/contracts': () => answers.shift()! })
    const { client, user } = mount(<ContractList />)
    await screen.findByRole('link', { name: 'Contract 1' })
    await client.invalidateQueries({ queryKey: ['contracts'] })
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toMatch(/^These rows may be out of date\. The source rests\./)
    expect(screen.getByRole('link', { name: 'Contract 3' })).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('link', { name: 'Contract 9' })).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('an empty list', () => {
  const EMPTY = { rows: [], totals: [] }

  test('says that the source lists nothing', async () => {
    serve({ '/api/contracts': () => json(page(EMPTY)) })
    mount(<ContractList />)
    expect(await screen.findByText('No invoices yet')).toBeTruthy()
    expect(screen.getByText(/All data is up to date/)).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Clear filters' })).toBeNull()
    expect(screen.queryByRole('table')).toBeNull()
  })

  test('gives its own reason where it has one', async () => {
    serve({ '/api/contracts': () => json(page(EMPTY)) })
    mount(<ContractList config={{ emptyReason: 'Nobody has signed in yet.' }} />)
    expect(await screen.findByText('Nobody has signed in yet.')).toBeTruthy()
  })

  test('says that rows are still to come while weeks have not been read', async () => {
    serve({ '/api/contracts': () => json(page({ ...EMPTY, freshness: [NOT_READ] })) })
    mount(<ContractList />)
    expect(await screen.findByText(/appear here as soon as/)).toBeTruthy()
  })

  test('that filters emptied offers to clear them', async () => {
    serve({ '/api/contracts': (search) => json(page(search.has('status') ? EMPTY : {})) })
    const { user } = mount(<ContractList />, { search: 'status=failed&sort=contract' })
    expect(await screen.findByText('No invoices match')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    expect(await screen.findByRole('link', { name: 'Contract 1' })).toBeTruthy()
    expect(screen.getByRole('columnheader', { name: /^Contract/ }).getAttribute('aria-sort')).toBe(
      'ascending',
    )
  })

  test('that filters emptied takes a sort by amount along with the only currency', async () => {
    serve({ '/api/contracts': (search) => json(page(search.has('status') ? EMPTY : {})) })
    const { user } = mount(<ContractList />, { search: 'status=failed&currency=NGN&sort=amount' })
    await user.click(await screen.findByRole('button', { name: 'Clear filters' }))
    expect(await screen.findByRole('link', { name: 'Contract 1' })).toBeTruthy()
    expect(screen.getByRole('columnheader', { name: /^Amount/ }).getAttribute('aria-sort')).toBe('none')
  })

  test('that a search emptied offers to clear it', async () => {
    serve({ '/api/contracts': (search) => json(page(search.has('search') ? EMPTY : {})) })
    const { user } = mount(<ContractList />, { search: 'search=nobody' })
    await user.click(await screen.findByRole('button', { name: 'Clear filters' }))
    expect(await screen.findByRole('link', { name: 'Contract 1' })).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('')
  })

  test('that filters emptied says if some days have not been read', async () => {
    serve({ '/api/contracts': () => json(page({ ...EMPTY, freshness: [NOT_READ] })) })
    mount(<ContractList />, { search: 'status=failed' })
    expect(await screen.findByText('No invoices match')).toBeTruthy()
    expect(screen.getByText(/Some weeks are still being synced/)).toBeTruthy()
  })
})

describe('a list on a device without a connection', () => {
  test('says so instead of loading, and loads once the connection is back', async () => {
    serve({ '/api/contracts': () => json(page()) })
    setOnline(false)
    mount(<ContractList />)
    expect(await screen.findByText('You are offline')).toBeTruthy()
    expect(screen.queryByRole('status', { busy: true })).toBeNull()
    setOnline(true)
    expect(await screen.findByRole('link', { name: 'Contract 1' })).toBeTruthy()
    expect(screen.queryByText('You are offline')).toBeNull()
  })

  test('says that rows, totals and export belong to the filters of before', async () => {
    serve({ '/api/contracts': () => json(page()) })
    const { user } = mount(<ContractList />)
    await screen.findByRole('link', { name: 'Contract 1' })
    setOnline(false)
    await user.click(screen.getByRole('button', { name: 'Contract' }))
    expect(await screen.findByText(/^You are offline\. Rows and totals/)).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Contract 1' })).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Export/ })).toBeNull()
    setOnline(true)
    await waitFor(() => expect(screen.queryByText(/^You are offline/)).toBeNull())
    expect(screen.getByRole('button', { name: /^Export/ })).toBeTruthy()
  })
})

test('keeps the rows of the former filter until those of the next one come', async () => {
  const next = held()
  serve({ '/api/contracts': (search) => (search.has('status') ? next.answer() : json(page())) })
  const { user } = mount(<ContractList />)
  await screen.findByRole('link', { name: 'Contract 1' })
  await user.click(screen.getByRole('button', { name: /^Status/ }))
  await user.click(await screen.findByRole('checkbox', { name: /^Paid/ }))
  expect(screen.getByRole('link', { name: 'Contract 1', hidden: true })).toBeTruthy()
  next.release(json(page({ rows: [row('7')], totals: [total(1)] })))
  expect(await screen.findByRole('link', { name: 'Contract 7', hidden: true })).toBeTruthy()
  expect(screen.queryByRole('link', { name: 'Contract 1', hidden: true })).toBeNull()
})
