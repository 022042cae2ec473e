import 'server-only'
import type { Unpaid } from '#lib/collections/age-schema.ts'
import type { Figures, GroupFigures, WeekFigures } from '#lib/collections/schema.ts'
import { PROGRAMMES } from '#lib/sandbox/dataset/regions.ts'
import type { CurrencyTotal } from '#lib/schema.ts'
import type { Viewer } from '#lib/server/viewer.ts'
import { SOURCES } from '#lib/sources.ts'
import { type Answers, answersFor } from '#lib/testing/answers.ts'
import { financier, operator } from '#lib/testing/ask.ts'
import type { Random } from '#lib/testing/simulation/random.ts'

export type Question = {
  viewer: Viewer
  of: 'billing-periods' | 'invoices' | 'weekly' | 'summary' | 'unpaid' | 'comparison'
  query: string
}
export type Row = { id: string; currency: string | null; amount: string | null } & Record<string, unknown>
/** An answer without what is not kept: its freshness, and when rows had last changed. */
export type Answer =
  | { rows: Row[]; totals: CurrencyTotal[]; left: number }
  | { figures: (WeekFigures | GroupFigures | Unpaid | Figures)[]; left: number; rest: unknown }

const VIEWERS = [
  operator,
  operator,
  financier(PROGRAMMES[0]),
  financier(...PROGRAMMES.slice(1, 3)),
  financier(...PROGRAMMES),
  financier(),
]
const FUNDED = new URLSearchParams({ funding_source: PROGRAMMES[0] }).toString()
const COMMON = ['', 'currency=NGN', 'currency=KES&currency=UGX', FUNDED]
const FIGURES = [...COMMON, 'from=2026-10-05&to=2026-11-15', 'from=2026-11-03', 'funding_source=(unassigned)']
const COMPARED = ['currency=NGN&', 'currency=KES&', `currency=NGN&${FUNDED}&`].map(
  (scope) => `${scope}from=2026-10-05&to=2026-11-15`,
)
const PERIODS = [
  ...COMMON,
  'status=PAYMENT_FAILED',
  'status=OTHER',
  'status=OTHER:REVERSED',
  'start_from=2026-10-07&start_to=2026-11-11',
  'end_from=2026-11-02',
  'end=none',
  'search=contract',
  'currency=NGN&amount_from=2000',
  'currency=KES&amount_from=-5&amount_to=15000.5&status=PAYMENT_COMPLETE',
  'search=1',
  'status=PAYMENT_COMPLETE&start_from=2026-10-01',
]
const PERIOD_SORTS = ['', 'sort=contract', 'sort=-end_date', 'sort=status', 'sort=-funding_source']
const INVOICES = {
  'hello-tractor': [
    ...COMMON,
    'state=paid',
    'state=unknown',
    'search=title',
    'currency=NGN&amount_to=5000',
    'sort=number',
    'sort=-state',
  ],
  // Of accounts only: contacts are searched as of now, and not as of an earlier instant.
  'payment-links': [
    '',
    'processed_from=2026-11-10',
    'funnel_state=other',
    'sort=processed_on',
    'search=gul-0',
  ],
  'client-invoices': ['', 'due_from=2026-11-01', 'search=customer', 'sort=customer', 'customer=Customer 4'],
} as const

/** Draws a viewer, a list or figures, and filters. */
export function drawQuestion(random: Random): Question {
  const viewer = random.pick(VIEWERS)
  const of = random.weighted({
    'billing-periods': 4,
    invoices: 3,
    weekly: 2,
    summary: 2,
    unpaid: 2,
    comparison: 2,
  })
  const join = (...parts: string[]) => parts.filter((part) => part !== '').join('&')
  if (of === 'billing-periods')
    return { viewer, of, query: join(random.pick(PERIODS), random.pick(PERIOD_SORTS)) }
  if (of === 'weekly' || of === 'unpaid') return { viewer, of, query: random.pick(FIGURES) }
  if (of === 'comparison') return { viewer, of, query: random.pick(COMPARED) }
  if (of === 'summary') {
    const group = `group_by=${random.pick(['funding_source', 'status', 'currency'])}`
    return { viewer, of, query: join(group, random.pick(FIGURES)) }
  }
  const source = random.pick(SOURCES)
  return { viewer, of, query: join(`source=${source}`, random.pick<string>(INVOICES[source])) }
}

/**
 * Asks a question, with all pages of a list.
 * @param at as of which instant; null: now
 * @param now the clock of figures as of now
 */
export async function askQuestion(
  { viewer, of, query }: Question,
  at: string | null,
  now?: Date,
): Promise<Answer> {
  const answers = answersFor(viewer, now)
  const asked = at === null ? query : `${query}&as_of=${at}`
  if (of === 'billing-periods' || of === 'invoices') {
    const read: Answers['billingPeriods' | 'invoices'] =
      of === 'invoices' ? answers.invoices : answers.billingPeriods
    return readPages((more) => read(`${asked}&limit=60${more}`))
  }
  if (of === 'comparison') {
    const { now: range, freshness, asOf } = await answers.comparison(asked)
    expectPast(at, asOf?.at, freshness)
    return {
      figures: [{ ...range.figures, partial: false }],
      left: asOf?.left ?? 0,
      rest: range.withoutCurrency,
    }
  }
  const { freshness, snapshot: _, asOf, ...told } = await answers[of](asked)
  expectPast(at, asOf?.at, freshness)
  const { weeks, groups, ages, ...rest } = { weeks: [], groups: [], ages: [], ...told }
  const figures = [...weeks, ...groups, ...ages].map((each) => ({ ...each, partial: false }))
  return { figures, left: asOf?.left ?? 0, rest }
}

type Page = Awaited<ReturnType<Answers['billingPeriods' | 'invoices']>>

async function readPages(read: (more: string) => Promise<Page>): Promise<Answer> {
  const rows: Row[] = []
  let more = ''
  for (;;) {
    const page: Page = await read(more)
    rows.push(...page.rows.map((row) => ({ ...row, changedAt: null })))
    if (page.nextCursor === null) return { rows, totals: page.totals, left: page.asOf?.left ?? 0 }
    more = `&cursor=${page.nextCursor}`
  }
}

function expectPast(at: string | null, told: string | undefined, freshness: readonly unknown[]): void {
  if ((at === null) !== (told === undefined) || (at !== null && freshness.length > 0))
    throw new Error(`As of ${at} the answer says ${told}`)
}
