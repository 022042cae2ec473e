import { PROGRAMMES } from '#rehearsal/sources/records.ts'
import type { Sources } from '#rehearsal/sources/sources.ts'
import { ask, askJson, type Caller, type Place, post } from './asking.ts'
import { select } from './contents.ts'
import { until } from './waiting.ts'

// Changes of the sources in the installation's first days, and the operator's reactions.

type Reading = { place: Place; operator: Caller; url: string }

async function isTrue(url: string, condition: string): Promise<boolean> {
  const [found] = await select<{ holds: boolean }>(url, `select (${condition}) as holds`)
  return found?.holds === true
}

/** Waits until every window of all four lists was read once. */
export function firstReading(url: string): Promise<void> {
  return until('every window is read', () =>
    isTrue(
      url,
      `select count(*) > 0 and bool_and(last_run_at is not null) and count(distinct (source, resource)) = 4
        and not exists (select from contract_pending) from sync_window`,
    ),
  )
}

/** Waits until no window is being read or requested. */
export function allRead(url: string): Promise<void> {
  return until('all that was asked for is read', () =>
    isTrue(
      url,
      `not exists (select from sync_window where leased_until is not null or requested_at is not null)
        and not exists (select from contract_pending)`,
    ),
  )
}

/** Requests a refresh of a source as an operator and waits until all its windows were read. */
export async function readNow({ place, operator, url }: Reading, source: string): Promise<void> {
  // Compares the workers' own times, because PostgreSQL's clock may differ.
  const [before] = await select<{ at: string }>(
    url,
    `select max(last_run_at)::text as at from sync_window where source = '${source}'`,
  )
  await post(place, operator, `/api/sources/${source}/refresh`)
  await until(`${source} is read`, () =>
    isTrue(
      url,
      `select bool_and(requested_at is null and leased_until is null and last_run_at > '${before?.at}') from sync_window where source = '${source}'`,
    ),
  )
}

type Row = { [field: string]: unknown }

function changeRow(rows: readonly Row[], field: string, id: unknown, changes: Row): void {
  const found = rows.find((row) => row[field] === id)
  if (!found) throw new Error(`No row has the ${field} ${id}`)
  Object.assign(found, changes)
}

/**
 * Changes Hello Tractor's data: one period is paid, one is claimed by further programmes, one disappears for good,
 * a period and an invoice disappear and come back, rows with unreadable values change, and then a third of a week
 * disappears at once.
 */
export async function changeHelloTractor(reading: Reading, { helloTractor }: Sources): Promise<void> {
  const paid = helloTractor.periods.find(({ row }) => JSON.stringify(row.status) === '{"label":"PENDING"}')
  if (!paid) throw new Error('No billing period is pending')
  paid.row.status = { label: 'PAYMENT_COMPLETE' }
  const doubled = helloTractor.periods.find(({ row }) => row.id === 1_010)
  if (doubled) doubled.fundingSources = PROGRAMMES
  const all = { periods: helloTractor.periods, invoices: helloTractor.invoices }
  helloTractor.periods = all.periods.filter(({ row }) => row.id !== 1_007 && row.id !== 1_008)
  helloTractor.invoices = all.invoices.filter(({ row }) => row.id !== 'inv-7')
  // A row counts as gone after two runs in a row missed it.
  for (let round = 0; round < 2; round += 1) await readNow(reading, 'hello-tractor')
  const isVanished = (id: unknown) => id === 1_007 || (typeof id === 'number' && id >= 2_000 && id < 2_025)
  helloTractor.periods = all.periods.filter(({ row }) => !isVanished(row.id))
  helloTractor.invoices = all.invoices
  const rows = { periods: all.periods.map(({ row }) => row), invoices: all.invoices.map(({ row }) => row) }
  for (const id of [3_101, 3_102]) changeRow(rows.periods, 'id', id, { loanName: 'Renamed' })
  for (const id of ['inv-301', 'inv-302']) changeRow(rows.invoices, 'id', id, { title: 'Repair' })
  for (let round = 0; round < 2; round += 1) await readNow(reading, 'hello-tractor')
}

/** Changes one row of each other source; one client invoice disappears for good. */
export async function changeOtherSources(
  reading: Reading,
  { paymentLinks, clientInvoices }: Sources,
): Promise<void> {
  const [link] = paymentLinks.links
  if (!link) throw new Error('There is no payment link')
  Object.assign(link.row, { accountNumber: 'ACC-NEW', updated: `${link.processedOn} 13:00:00` })
  await readNow(reading, 'payment-links')
  changeRow(clientInvoices.invoices, 'invoice_number', 'FACT101', { billing_site_name: 'Second Site' })
  clientInvoices.invoices = clientInvoices.invoices.filter((row) => row.invoice_number !== 'FACT102')
  for (let round = 0; round < 2; round += 1) await readNow(reading, 'client-invoices')
}

/** Payment links answer 429 with a Retry-After of 30 s, and the operator pauses them. */
export async function pausePaymentLinks(reading: Reading, { paymentLinks }: Sources): Promise<void> {
  const { place, operator, url } = reading
  paymentLinks.answerOnce({
    status: 429,
    headers: { 'retry-after': '30' },
    body: { error: 'Too many requests' },
  })
  await post(place, operator, '/api/sources/payment-links/refresh')
  await until('payment links ask for a pause', () =>
    isTrue(url, "exists (select from source_error where source = 'payment-links' and retry_at is not null)"),
  )
  await post(place, operator, '/api/sources/payment-links/pause')
  await until('nothing is read', () =>
    isTrue(url, 'not exists (select from sync_window where leased_until is not null)'),
  )
}

/** Downloads an export, the PDF of an invoice, and all PDFs of a source in parts. */
export async function takeFiles({ place, operator }: Reading): Promise<void> {
  const paths = ['/api/billing-periods/export?format=csv', '/api/invoices/client-invoices/FACT101/pdf']
  for (const path of paths) {
    const { status, text } = await ask(place, operator, path)
    if (status !== 200 || text.length < 100) throw new Error(`${path}: ${status} ${text}`)
  }
  const packs = '/api/invoices/pdf-packs'
  const pack = await post<{ id: string }>(place, operator, packs, { source: 'client-invoices', filters: {} })
  const part = await ask(place, operator, `${packs}/${pack.id}/parts/1`, { method: 'POST', body: {} })
  if (part.status !== 200 || !part.text.includes('register.xlsx')) throw new Error(`a pack: ${part.status}`)
}

/** Writes a note with an owner on an invoice. */
export async function noteAnInvoice({ place, operator }: Reading): Promise<void> {
  const { people } = await askJson<{ people: { id: string }[] }>(
    place,
    operator,
    '/api/notes/owners?funding_source=(unassigned)',
  )
  const row = { source: 'client-invoices', resource: 'invoices', id: 'FACT101' }
  const note = { text: 'Call the site', done: false, owner: people[0]?.id, version: '' }
  await post(place, operator, '/api/notes/write', { ...row, ...note })
}

/** Returns figures and lists as users see them, without fields that describe their age. */
export async function answersOf(place: Place, caller: Caller): Promise<Record<string, unknown>> {
  const paths = [
    '/api/billing-periods?limit=100',
    ...['hello-tractor', 'payment-links', 'client-invoices'].map(
      (source) => `/api/invoices?source=${source}`,
    ),
    '/api/collections/weekly',
    '/api/collections/summary?group_by=funding_source',
    '/api/filter-options?list=billing-periods',
  ]
  const answers: Record<string, unknown> = {}
  for (const path of paths) {
    const { freshness, nextCursor, ...answer } = await askJson<Record<string, unknown>>(place, caller, path)
    answers[path] = answer
  }
  return answers
}
