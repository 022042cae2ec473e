import { screen, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { mount } from '#components/testing/mount.tsx'
import { held, json, never, problem, serve } from '#components/testing/server.ts'
import type { NoteAnswer, RowNote } from '#lib/notes/schema.ts'
import { NoteSection } from './note-section.tsx'

const note = (fields: Partial<RowNote> = {}): RowNote => ({
  text: 'Call the owner',
  done: false,
  owner: { id: 'musa', name: 'Musa', state: 'active' },
  changedAt: '2026-11-25T08:00:00.000Z',
  changedBy: 'Ada',
  version: 'v1',
  ...fields,
})
const PEOPLE = {
  people: [
    { id: 'ada', name: 'Ada', role: 'operator' },
    { id: 'musa', name: 'Musa', role: 'financier' },
  ],
}
let stored: NoteAnswer
let row = 0
beforeEach(() => {
  stored = { note: note(), mayWrite: true }
  // Drafts are kept while a page is open, so each test has a row of its own.
  row += 1
})

const mountNote = (write: () => Response | Promise<Response> = never) => {
  serve({
    [`/api/notes/hello-tractor/invoices/${row}`]: () => json(stored),
    '/api/notes/owners': () => json(PEOPLE),
    '/api/notes/write': write,
  })
  return mount(
    <NoteSection
      row={{ source: 'hello-tractor', resource: 'invoices', id: String(row) }}
      fundingSource="A"
    />,
  )
}
const textOf = async () => (await screen.findByLabelText<HTMLTextAreaElement>('Text')).value
const save = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Save note' })

describe('a person who may write', () => {
  test('changes text, owner and state, and sees that it is saved', async () => {
    const answer = held()
    const { user } = mountNote(answer.answer)
    expect(await textOf()).toBe('Call the owner')
    expect(screen.getByText(/Last changed by/).textContent).toBe('Last changed by Ada, 1 h ago.')
    expect(save().disabled).toBe(true)
    await user.type(screen.getByLabelText('Text'), '!')
    await user.selectOptions(screen.getByLabelText('Owner'), 'Ada')
    await user.click(screen.getByRole('checkbox', { name: 'Done' }))
    await user.click(save())
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Saving…' }).disabled).toBe(true)
    stored = { note: note({ text: 'Call the owner!', done: true, version: 'v2' }), mayWrite: true }
    answer.release(json(stored))
    expect(await screen.findByText('Saved.')).toBeTruthy()
    expect(save().disabled).toBe(true)
  })

  test('keeps what is typed where saving fails, and when the row is opened again', async () => {
    const { user, unmount } = mountNote(() => problem(503, 'The database is away.'))
    await user.type(await screen.findByLabelText('Text'), ' today')
    await user.click(save())
    expect((await screen.findByRole('alert')).textContent).toContain('What you typed is still here.')
    expect(await textOf()).toBe('Call the owner today')
    unmount()
    mountNote()
    expect(await textOf()).toBe('Call the owner today')
  })

  test('sees both texts after someone else changed the note, and can keep both', async () => {
    const { user } = mountNote(() => problem(409, 'Changed.', { code: 'changed_meanwhile' }))
    await user.type(await screen.findByLabelText('Text'), ' today')
    stored = { note: note({ text: 'Called', version: 'v2' }), mayWrite: true }
    await user.click(save())
    expect((await screen.findByRole('alert')).textContent).toContain('Saved nowCalled')
    expect(await textOf()).toBe('Call the owner today')
    expect(save().disabled).toBe(true)
    await user.click(screen.getByRole('button', { name: 'Keep both texts' }))
    expect(await textOf()).toBe('Called\nCall the owner today')
    expect(save().disabled).toBe(false)
    expect(screen.queryByText('Saved now')).toBeNull()
  })

  test('can take what someone else saved', async () => {
    const { user } = mountNote(() => problem(409, 'Changed.', { code: 'changed_meanwhile' }))
    await user.type(await screen.findByLabelText('Text'), ' today')
    stored = { note: null, mayWrite: true }
    await user.click(save())
    expect(await screen.findByText('They removed the note.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Take theirs' }))
    expect(await textOf()).toBe('')
  })

  test('is told of an owner whose account is disabled, and of a text that is too long', async () => {
    stored = { note: note({ owner: { id: 'x', name: 'Femi', state: 'disabled' } }), mayWrite: true }
    const { user } = mountNote()
    await screen.findByText('Last changed by', { exact: false })
    expect(screen.getByRole<HTMLOptionElement>('option', { name: 'Femi (account disabled)' }).selected).toBe(
      true,
    )
    const field = screen.getByLabelText('Text')
    await user.clear(field)
    await user.click(field)
    await user.paste('x'.repeat(2001))
    expect(screen.getByText('1 character too many')).toBeTruthy()
    expect(save().disabled).toBe(true)
  })
})

describe('a person who reads', () => {
  test('sees text, owner and state, with hidden characters marked, and no field', async () => {
    stored = { note: note({ text: '<b>One</b>\nT\u200bwo', done: true }), mayWrite: false }
    const { container } = mountNote()
    await waitFor(() => expect(container.textContent).toContain('<b>One</b>T'))
    expect(container.querySelector('[data-mark="[U+200B]"]')).toBeTruthy()
    expect(container.textContent).toContain('Done · Musa')
    expect(screen.queryByRole('textbox')).toBeNull()
  })

  test('sees that there is no note', async () => {
    stored = { note: null, mayWrite: false }
    mountNote()
    expect(await screen.findByText('No note.')).toBeTruthy()
  })
})

test('a note that cannot be loaded says so, with a retry', async () => {
  serve({ [`/api/notes/hello-tractor/invoices/${row}`]: () => problem(500, 'Broken.') })
  mount(
    <NoteSection
      row={{ source: 'hello-tractor', resource: 'invoices', id: String(row) }}
      fundingSource={null}
    />,
  )
  expect(await screen.findByText('The note couldn’t be loaded.', { exact: false })).toBeTruthy()
  expect(screen.getByRole('button', { name: /retry|again/i })).toBeTruthy()
})
