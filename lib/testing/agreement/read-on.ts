import 'server-only'
import { BILLING_PERIOD_SORTS } from '#lib/billing-periods/filters.ts'
import { BILLING_STATUS_GROUPS } from '#lib/billing-periods/status.ts'
import { addDays, type Day } from '#lib/calendar-date.ts'
import { SUMMARY_GROUPS } from '#lib/collections/filters.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { answersFor } from '#lib/testing/answers.ts'
import { type Asked, type Inner, readCsv, readList, readSummary, readWeekly } from './answers.ts'
import type { Told } from './told.ts'

export type Agreement = {
  /** Number of responses read. */
  reads: number
  /** Number of compared pairs: responses of one snapshot, and parts of one response. */
  pairs: number
  withinOne: number
  disagreements: number
  examples: string[]
  snapshots: Set<string>
}

/** What the reads choose their filters from. */
export type FilterChoices = {
  firstDay: Day
  days: number
  currencies: readonly string[]
  fundingSources: readonly string[]
}

/** One report in this many rounds, because a report takes its own connection and an audit event. */
const ROUNDS_PER_CSV = 20
const EXAMPLES = 10
const LINK_STATES = ['paid', 'not_paid', 'partially_paid', 'unknown']

const chance = (of: number) => Math.floor(Math.random() * of)
const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[chance(items.length)]
  if (item === undefined) throw new Error('Nothing to pick from')
  return item
}

/** Creates a result without any reads. */
export function newAgreement(): Agreement {
  return { reads: 0, pairs: 0, withinOne: 0, disagreements: 0, examples: [], snapshots: new Set() }
}

/**
 * Reads all responses about one random set of rows at once, as random viewers, while `goesOn` is true.
 * Compares those of one snapshot with each other, and each with itself.
 */
export async function readOn(
  agreement: Agreement,
  choices: FilterChoices,
  goesOn: () => boolean,
): Promise<void> {
  for (let round = 0; goesOn(); round += 1) {
    const viewer = someViewer(choices)
    const asked = someSet(choices)
    const hasCsv = round % ROUNDS_PER_CSV === 0
    const found = await Promise.all(readsOf(viewer, asked, hasCsv))
    agreement.reads += found.length
    for (const { told, inner } of found) {
      agreement.snapshots.add(told.snapshot)
      for (const own of inner) compareInner(agreement, own, viewer, asked)
    }
    const all = found.map(({ told }) => told)
    for (const [at, one] of all.entries()) {
      for (const other of all.slice(at + 1)) compare(agreement, one, other, viewer, asked)
    }
  }
}

function readsOf(viewer: Viewer, asked: Asked, hasCsv: boolean) {
  const answers = answersFor(viewer)
  const csv = hasCsv ? [readCsv(answers, asked)] : []
  const lists = [readList(answers, asked), readList(answers, { ...asked, sort: oppositeOf(asked.sort) })]
  if (asked.source !== null) return [...lists, ...csv]
  return [...lists, readWeekly(answers, asked), readSummary(answers, asked, pick(SUMMARY_GROUPS)), ...csv]
}

function oppositeOf(sort: string): string {
  return sort.startsWith('-') ? sort.slice(1) : `-${sort}`
}

function compare(agreement: Agreement, one: Told, other: Told, viewer: Viewer, asked: Asked): void {
  if (one.snapshot !== other.snapshot) return
  agreement.pairs += 1
  if (one.figures !== other.figures) {
    disagree(agreement, `${one.name} and ${other.name}`, one.figures, other.figures, { viewer, asked })
  } else if (one.rows !== null && other.rows !== null && one.rows !== other.rows) {
    disagree(agreement, `rows of ${one.name} and ${other.name}`, one.rows, other.rows, { viewer, asked })
  }
}

function compareInner(agreement: Agreement, { name, one, other }: Inner, viewer: Viewer, asked: Asked): void {
  agreement.withinOne += 1
  if (one !== other) disagree(agreement, name, one, other, { viewer, asked })
}

function disagree(
  agreement: Agreement,
  name: string,
  one: string,
  other: string,
  { viewer, asked }: { viewer: Viewer; asked: Asked },
): void {
  agreement.disagreements += 1
  if (agreement.examples.length >= EXAMPLES) return
  const of = JSON.stringify({ scope: viewer.fundingSources, ...asked })
  agreement.examples.push(`${name} of ${of}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`)
}

function someViewer({ fundingSources }: FilterChoices): Viewer {
  if (chance(2) === 0) {
    return { kind: 'person', id: 'operator', name: 'An operator', role: 'operator', fundingSources: 'all' }
  }
  const own = [...new Set([pick(fundingSources), pick(fundingSources)])]
  return { kind: 'person', id: own.join(), name: 'A financier', role: 'financier', fundingSources: own }
}

/** Draws a set of rows: mostly a few weeks of billing periods, sometimes all, occasionally invoices. */
function someSet({ firstDay, days, currencies, fundingSources }: FilterChoices): Asked {
  const source = chance(5) > 0 ? null : pick(['hello-tractor', 'payment-links'])
  const from = addDays(firstDay, chance(days))
  const filters: [string, string][] = []
  if (chance(3) > 0) filters.push(['currency', source === 'payment-links' ? 'NGN' : pick(currencies)])
  if (chance(3) === 0) filters.push(['funding_source', pick(fundingSources)])
  const statuses = source === null ? BILLING_STATUS_GROUPS : LINK_STATES
  // A sort by amount is refused across currencies.
  const sorts = BILLING_PERIOD_SORTS.filter(
    (sort) => !sort.endsWith('amount') || filters[0]?.[0] === 'currency',
  )
  return {
    source,
    filters,
    statuses: chance(2) === 0 ? [] : [...new Set([pick(statuses), pick(statuses)])],
    // The chart contains only periods with a start date. With a date range, so do all reads.
    from,
    to: chance(4) === 0 ? addDays(firstDay, 2 * days) : addDays(from, chance(28)),
    sort: source === null ? pick(sorts) : pick(['issued_on', '-issued_on', 'number', '-changed_at']),
  }
}
