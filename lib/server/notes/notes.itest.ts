import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { billingPeriodFilters } from '#lib/billing-periods/filters.ts'
import { invoiceFilters } from '#lib/invoices/filters.ts'
import type { MarkRowsBody, WriteNoteBody } from '#lib/notes/bodies.ts'
import { parseParams } from '#lib/search-params.ts'
import { exportBillingPeriods } from '#lib/server/billing-periods/export.ts'
import { listBillingPeriods } from '#lib/server/billing-periods/list.ts'
import { rows } from '#lib/server/db/client.ts'
import { person } from '#lib/server/db/schema-people.ts'
import { listInvoices } from '#lib/server/invoices/list.ts'
import { filterOptions } from '#lib/server/lists/filter-options.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { financier, openTestDatabase, operator } from '#lib/testing/ask.ts'
import { emptyAuditLog } from '#lib/testing/audit.ts'
import type { TestDatabase } from '#lib/testing/database.ts'
import { anInvoice, period, putInvoices, putPeriods } from '#lib/testing/rows.ts'
import { noteOf, noteOwners } from './read.ts'
import { markRows, writeNote } from './write.ts'

let own: TestDatabase
const GONE = '2026-03-05T00:00:00Z'
beforeAll(async () => {
  own = await openTestDatabase()
  const of = (id: string, fundingSource: string | null, more = {}) =>
    period(id, {
      contract: `C-${id}`,
      currency: 'NGN',
      amount: '100',
      fundingSource,
      startDate: '2026-03-02',
      ...more,
    })
  await putPeriods(own.db, [
    of('1', 'Fund A'),
    of('2', 'Fund B'),
    of('3', null),
    of('4', 'Fund A', { goneAt: GONE }),
  ])
  await putInvoices(own.db, [
    anInvoice('hello-tractor', '1', { number: 'HT-1', fundingSource: 'Fund B' }),
    anInvoice('payment-links', '1', { number: 'PL-1', fundingSource: 'Fund A' }),
  ])
})
afterAll(() => own.drop())
beforeEach(async () => {
  await own.db.execute(sql`truncate row_note`)
  await own.db.execute(sql`delete from person`)
  await own.db.insert(person).values([
    { id: 'ada', name: 'Ada', email: 'ada@example.com', role: 'operator' },
    { id: 'musa', name: 'Musa', email: 'musa@example.com', role: 'financier', fundingSources: ['Fund A'] },
  ])
  await emptyAuditLog(own.db)
})

const PERIODS = { source: 'hello-tractor', resource: 'billing-periods' } as const
const acting = { viewer: operator, requestId: 'request-1' }
const ofA = financier('Fund A')
const ofB = financier('Fund B')
const write = (fields: Partial<WriteNoteBody> = {}, viewer: Viewer = operator) =>
  writeNote(
    { viewer },
    { ...PERIODS, id: '1', text: 'Call the owner', done: false, owner: null, version: '', ...fields },
  )
const mark = (fields: Partial<MarkRowsBody> = {}) =>
  markRows(acting, { ...PERIODS, ids: ['1', '2'], text: '', done: null, ...fields })
const read = async (id = '1', viewer: Viewer = operator) => (await noteOf(viewer, { ...PERIODS, id })).note
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: { status?: number; code?: string; errors?: { code?: string }[] }) =>
      [error.status, error.code, error.errors?.[0]?.code].filter(Boolean).join(' '),
  )
const listed = (viewer: Viewer, search = '') =>
  listBillingPeriods(viewer, {
    ...parseParams(billingPeriodFilters, new URLSearchParams(search)),
    cursor: null,
    limit: 50,
  })
const idsOf = async (viewer: Viewer, search: string) => {
  const { rows, totals } = await listed(viewer, search)
  return [
    rows
      .map(({ id }) => id)
      .sort()
      .join(' '),
    totals.reduce((sum, { count }) => sum + count, 0),
  ]
}
const audited = () =>
  rows<{ action: string; subject: string; details: unknown }>(
    own.db,
    sql`select action, subject, details::jsonb as details from audit_event order by sequence`,
  )

describe('a note', () => {
  test('is written, changed and removed, and the audit log tells who wrote what on which row', async () => {
    const made = await write({ owner: 'musa', text: 'One\nTwo' })
    expect(made).toMatchObject({
      mayWrite: true,
      note: {
        text: 'One\nTwo',
        done: false,
        owner: { id: 'musa', name: 'Musa', state: 'active' },
        changedBy: 'An operator',
      },
    })
    const changed = await write({
      text: 'One\nTwo',
      done: true,
      owner: 'musa',
      version: made.note?.version ?? '',
    })
    const removed = await write({ text: '', version: changed.note?.version ?? '' })
    expect(removed.note).toBeNull()
    const subject = 'billing_period:hello-tractor/1'
    const name = 'C-1 2026-03-02 (1)'
    const events = await audited()
    expect(events).toMatchObject([
      {
        action: 'note.write',
        subject,
        details: {
          name,
          change: 'several',
          owner: 'Musa',
          formerOwner: null,
          done: false,
          text: ['One Two'],
        },
      },
      {
        action: 'note.write',
        subject,
        details: { name, change: 'done', owner: 'Musa', done: true, formerDone: false },
      },
      { action: 'note.remove', subject, details: { name, owner: null, formerOwner: 'Musa', text: [] } },
    ])
    expect(events[1]?.details).not.toHaveProperty('text')
  })

  test('of 2,000 characters is kept and recorded whole; no change is no event', async () => {
    const text = '\u{1f33e}'.repeat(2000)
    const { note } = await write({ text })
    expect(note?.text).toBe(text)
    const [event] = await rows<{ text: string }>(
      own.db,
      sql`select details::jsonb->'text' as text from audit_event`,
    )
    expect([event?.text].flat().join('')).toBe(text)
    await write({ text, version: note?.version ?? '' })
    expect(await audited()).toHaveLength(1)
  })

  test('is not overwritten by someone who saw another one, nor written anew over one', async () => {
    const first = await write()
    const second = await write({ text: 'Called', version: first.note?.version ?? '' })
    expect(await refusal(write({ text: 'Mine', version: first.note?.version ?? '' }))).toBe(
      '409 changed_meanwhile',
    )
    expect(await refusal(write({ text: 'Mine', version: '' }))).toBe('409 changed_meanwhile')
    expect(await read()).toEqual(second.note)
  })

  test('of two writers who saw the same note, one is refused', async () => {
    const outcomes = await Promise.all([refusal(write({ text: 'A' })), refusal(write({ text: 'B' }))])
    expect(outcomes.sort()).toEqual(['409 changed_meanwhile', 'done'])
  })

  test('is written by operators and admins only', async () => {
    expect(await refusal(write({}, ofA))).toBe('403 not_allowed')
    expect((await noteOf(ofA, { ...PERIODS, id: '1' })).mayWrite).toBe(false)
    expect(await refusal(markRows({ viewer: ofA }, { ...PERIODS, ids: ['1'], text: 'x', done: null }))).toBe(
      '403 not_allowed',
    )
  })

  test('stays with a row that is gone, and belongs to no unknown row', async () => {
    await write({ id: '4' })
    expect(await read('4')).toMatchObject({ text: 'Call the owner' })
    expect(await refusal(write({ id: '99' }))).toBe('404 not_found')
    const wrong = { source: 'payment-links', resource: 'billing-periods' } as const
    expect(await refusal(write({ ...wrong }))).toBe('400 invalid_parameter')
  })
})

describe('the owner of a note', () => {
  test('must be a person who may see the row', async () => {
    expect(await refusal(write({ owner: 'musa', id: '2' }))).toBe('400 invalid_parameter owner_outside')
    expect(await refusal(write({ owner: 'musa', id: '3' }))).toBe('400 invalid_parameter owner_outside')
    expect(await refusal(write({ owner: 'nobody' }))).toBe('400 invalid_parameter owner_outside')
    expect(await refusal(mark({ owner: 'musa' }))).toBe('400 invalid_parameter owner_outside')
    expect((await write({ owner: 'ada', id: '3' })).note?.owner?.name).toBe('Ada')
  })

  test('is named with what became of the account, and may stay when the note is changed', async () => {
    await write({ owner: 'musa' })
    const state = async () => (await read())?.owner
    await own.db.execute(
      sql`update person set funding_sources = '{Fund B}', name = 'Musa Bello' where id = 'musa'`,
    )
    expect(await state()).toEqual({ id: 'musa', name: 'Musa Bello', state: 'outside' })
    await own.db.execute(sql`update person set disabled_at = now() where id = 'musa'`)
    expect(await state()).toMatchObject({ state: 'disabled' })
    await write({ owner: 'musa', text: 'More', version: (await read())?.version ?? '' })
    await own.db.execute(sql`delete from person where id = 'musa'`)
    expect(await state()).toEqual({ id: 'musa', name: 'Musa Bello', state: 'removed' })
  })

  test('is offered by name among those who may see all the rows', async () => {
    const names = async (viewer: Viewer, ...asked: string[]) =>
      (await noteOwners(viewer, asked)).people.map(({ name }) => name).join(' ')
    expect(await names(operator, 'Fund A')).toBe('Ada Musa')
    expect(await names(operator, 'Fund A', 'Fund B')).toBe('Ada')
    expect(await names(operator, '(unassigned)')).toBe('Ada')
    expect(await names(ofA, 'Fund A')).toBe('Ada Musa')
    expect(await names(ofA, 'Fund A', 'Fund B')).toBe('')
    expect(await names(financier(), 'Fund A')).toBe('')
  })
})

describe('several rows', () => {
  test('are marked at once, and what their notes say is kept', async () => {
    await write({ text: 'First', owner: 'musa' })
    expect(await mark({ text: 'Second', done: true })).toEqual({ marked: 2 })
    expect(await read('1')).toMatchObject({ text: 'First\nSecond', done: true, owner: { id: 'musa' } })
    expect(await read('2')).toMatchObject({ text: 'Second', done: true, owner: null })
    expect(await audited()).toHaveLength(3)
    expect(await mark({ done: true })).toEqual({ marked: 0 })
  })

  test('are all marked, or none', async () => {
    await write({ id: '2', text: 'x'.repeat(1995) })
    expect(await refusal(mark({ text: 'too much' }))).toBe('400 invalid_parameter note_full')
    expect(await refusal(mark({ ids: ['1', '99'], text: 'y' }))).toBe('404 not_found')
    expect(await read('1')).toBeNull()
  })
})

describe('lists', () => {
  beforeEach(async () => {
    await write({ owner: 'musa' })
    await write({ id: '2', done: true, text: 'Paid' })
    await write({ id: '4' })
    await writeNote(acting, {
      ...{ source: 'payment-links', resource: 'invoices', id: '1', text: 'PL', done: false },
      ...{ owner: null, version: '' },
    })
  })

  test('show the notes of their rows, of no other list, and of rows in scope alone', async () => {
    const notes = async (viewer: Viewer) =>
      (await listed(viewer)).rows.map(({ id, note }) => `${id} ${note?.text ?? '-'}`).sort()
    expect(await notes(operator)).toEqual(['1 Call the owner', '2 Paid', '3 -'])
    expect(await notes(ofB)).toEqual(['2 Paid'])
    const invoices = async (source: string) =>
      (
        await listInvoices(operator, {
          ...parseParams(invoiceFilters, new URLSearchParams({ source, note: 'any' })),
          ...{ cursor: null, limit: 50 },
        })
      ).rows.map(({ note }) => note?.text)
    expect(await invoices('payment-links')).toEqual(['PL'])
    expect(await invoices('hello-tractor')).toEqual([])
  })

  test.each([
    ['note=any', '1 2', '1'],
    ['note=open', '1', '1'],
    ['note=done', '2', ''],
    ['note=open&note=done', '1 2', '1'],
    ['note_owner=musa', '1', '1'],
    ['note_owner=none', '2', ''],
    ['note_owner=none&note_owner=musa', '1 2', '1'],
    ['note=done&note_owner=musa', '', ''],
    ['note=any&funding_source=Fund%20B', '2', ''],
  ])('are filtered by %s, and their totals with them', async (search, ids, inA) => {
    const count = (text: string) => text.split(' ').filter(Boolean).length
    expect(await idsOf(operator, search)).toEqual([ids, count(ids)])
    expect(await idsOf(ofA, search)).toEqual([inA, count(inA)])
    const csv = await (
      await exportBillingPeriods(ofA, {
        ...parseParams(billingPeriodFilters, new URLSearchParams(search)),
        format: 'csv',
      })
    ).text()
    expect(csv.split('\r\n').filter((line) => /^\d+,/.test(line))).toHaveLength(count(inA))
  })

  test('offer the owners of notes in scope', async () => {
    const offered = async (viewer: Viewer) =>
      (await filterOptions(viewer, { list: 'billing-periods', source: null })).options.note_owner
    expect(await offered(operator)).toEqual([
      { value: 'musa', label: 'Musa', count: 1 },
      { value: 'none', label: 'No owner', count: 1 },
    ])
    expect(await offered(ofB)).toEqual([{ value: 'none', label: 'No owner', count: 1 }])
    expect(await offered(financier())).toBeUndefined()
  })

  test('export notes where they are asked for, to people and programs', async () => {
    const file = async (style: object, viewer: Viewer = operator) =>
      (
        await (
          await exportBillingPeriods(viewer, {
            ...parseParams(billingPeriodFilters, new URLSearchParams()),
            ...{ format: 'csv', provenance: 'none', ...style },
          })
        ).text()
      ).split('\r\n')
    const people = await file({ audience: 'people', columns: 'contract,note' })
    expect(
      people
        .slice(0, 4)
        .map((line) => line.replace('\ufeff', ''))
        .sort(),
    ).toEqual([
      'C-1,Call the owner,Musa,Open',
      'C-2,Paid,,Done',
      'C-3,,,',
      'Contract,Note,Note owner,Note status',
    ])
    const [plain] = await file({})
    const [head, ...lines] = await file({ notes: 'columns' })
    expect(head).toBe(
      `${plain},note_text,note_owner,note_owner_state,note_state,note_changed_at,note_changed_by`,
    )
    expect(lines.find((line) => line.startsWith('1,'))).toMatch(
      /,Call the owner,Musa,active,open,2\d{3}-[^,]+Z,An operator$/,
    )
    expect((await file({ notes: 'columns' }, ofB)).filter((line) => line.startsWith('1,'))).toEqual([])
  })
})

describe('row-level security', () => {
  test('lets nobody read or write the note of a row outside the scope of the transaction', async () => {
    await write()
    const as = async (scope: string, statement: string) => {
      const client = await own.db.$client.connect()
      try {
        await client.query('begin')
        await client.query('set local role furrow_web')
        await client.query("select set_config('furrow.scope', $1, true)", [scope])
        return (await client.query(statement)).rowCount
      } catch (error) {
        return (error as { code?: string }).code
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
    const insert = `insert into row_note (source, resource, id, text, done, changed_at, changed_by)
      values ('hello-tractor', 'billing-periods', '2', 'x', false, now(), 'x')`
    for (const statement of [
      'select * from row_note',
      "update row_note set text = 'x'",
      'delete from row_note',
    ]) {
      expect(await as('{Fund A}', statement)).toBe(1)
      expect(await as('{Fund B}', statement)).toBe(0)
    }
    expect(await as('{Fund A}', insert)).toBe('42501')
    expect(await as('{Fund B}', insert)).toBe(1)
  })

  test('follows a row to its new funding source', async () => {
    await write()
    await own.db.execute(sql`update billing_period set funding_source = 'Fund B' where id = '1'`)
    expect(await refusal(read('1', ofA))).toBe('404 not_found')
    expect((await read('1', ofB))?.text).toBe('Call the owner')
    await own.db.execute(sql`update billing_period set funding_source = 'Fund A' where id = '1'`)
  })
})
