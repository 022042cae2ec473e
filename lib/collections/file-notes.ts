import type { CsvCell } from '#lib/csv.ts'
import { ageNotes, completeNote, filterNotes, type Note, noteRows, pastNotes } from '#lib/provenance.ts'
import type { AsOf, Freshness } from '#lib/schema.ts'
import { KEY_FIGURES, type KeyFigureName } from './definitions.ts'

/** What describes a file with figures. */
export type AboutFigures = {
  /** In English. */
  title: string
  /** The parameters of the request that the figures answer. */
  filters: URLSearchParams
  answer: { freshness: readonly Freshness[]; asOf?: AsOf | undefined; snapshot: string }
  /** Which meanings the file explains; by default those of the key figures. */
  definitions?: keyof typeof MORE_DEFINITIONS
  /** What the rows leave out. */
  leftOut?: string | null
  /** Why rows or figures may be missing although every day was read. */
  unsettled?: string | null
}

type Definition = readonly [name: string, meaning: string]

/** The meanings of the figures. A test compares them with the English screen. */
export const FILE_DEFINITIONS: Record<KeyFigureName, Definition> = {
  billed: [
    'Billed',
    'Collected + failed + pending (including sent to the payment service). Drafts are not billed.',
  ],
  collected: [
    'Collected',
    'Billing periods paid in full (Payment complete), at face value; this is not the cash received on these dates. The source doesn’t report part payments.',
  ],
  rate: [
    'Collection rate',
    'Collected ÷ billed, for the same periods and currency: from what is collected so far to what can still be collected. It is not an average of rates.',
  ],
  outstanding: ['Outstanding', 'Billed − collected: failed and pending.'],
  failed: ['Failed', 'Billing periods with the status Payment failed.'],
}

const OUTSTANDING: Definition = ['outstanding', FILE_DEFINITIONS.outstanding[1]]

/** The meanings of other columns and words than those of the key figures. A test compares them with the English screen. */
export const MORE_DEFINITIONS = {
  ages: [
    OUTSTANDING,
    ['age', 'Days since the end of the billing period. The source gives no due date.'],
    ['not_ended', 'The period ends after the day on which the days are counted.'],
    ['days_0_7 … over_90', 'The period ended so many days before; end_from and end_to are its end days.'],
    ['no_end', 'The period has no end day in the source, or none that can be read.'],
  ],
  movement: [
    OUTSTANDING,
    [
      'weeks_behind',
      'How many of a contract’s latest billing weeks in a row have an unpaid period: one that ended at least 7 days ago and is not paid in full. Drafts don’t count.',
    ],
    ['new', 'First billed in these four weeks'],
    [
      'unbilled',
      'No billing period began in the four weeks up to that day, or the contract is no longer in the source',
    ],
    ['unknown', 'Furrow had not recorded this contract by then'],
  ],
  bridge: [
    FILE_DEFINITIONS.collected,
    FILE_DEFINITIONS.billed,
    [
      'performance',
      'The part of the change of the collection rate that comes from the group’s own rate: its mean share of billed × the change of its rate',
    ],
    [
      'mix',
      'The part that comes from the group making up more or less of what was billed: the change of its share × (its mean rate − the mean total rate). A group that was billed in one range only is all mix.',
    ],
  ],
  targets: [
    FILE_DEFINITIONS.collected,
    FILE_DEFINITIONS.billed,
    [
      'target_percent',
      'The lowest trailing 13-week collection rate that an admin set for the funding source and currency',
    ],
    [
      'in_flight, failed_recently',
      'May still arrive: pending, and failed periods that ended less than 28 days ago',
    ],
    ['reachable', 'The rate if all of that is paid'],
    ['below', 'The rate stays below the target even if everything that may still arrive is paid'],
    [
      'watch',
      'The rate so far is less than 2 percentage points above the target, or so close below it that the last half point of open payments decides',
    ],
    ['met', 'The rate so far is at least 2 percentage points above the target, or 100%'],
    ['open', 'It can’t be said yet whether the rate reaches the target'],
    [
      'weeks_below',
      'The latest weeks in a row at which the trailing rate was below the target, by what is known now, before those that are still undecided; 26 at most',
    ],
  ],
} as const satisfies Record<string, readonly Definition[]>

/** When a file was made, and by which version of Furrow. */
export type Making = { createdAt: string; release: string }

/**
 * Returns the rows of a file with figures, followed by notes in the form of the exports of lists: filters, definitions,
 * ages, completeness, time and version. The rows themselves, and their columns, stay as they are.
 */
export function withNotes(
  rows: readonly (readonly CsvCell[])[],
  { title, filters, answer, definitions, leftOut, unsettled }: AboutFigures,
  { createdAt, release }: Making,
): (readonly CsvCell[])[] {
  const { freshness, asOf, snapshot } = answer
  const meanings: readonly Definition[] = definitions
    ? MORE_DEFINITIONS[definitions]
    : KEY_FIGURES.map((name) => FILE_DEFINITIONS[name])
  const notes: Note[] = [
    { label: 'Report', cells: [title] },
    ...filterNotes(filters),
    ...meanings.map((cells): Note => ({ label: 'Definition', cells })),
    ...(leftOut ? [{ label: 'Left out', cells: [leftOut] }] : []),
    ...freshness.flatMap(ageNotes),
    ...(asOf ? pastNotes(asOf) : []),
    completeNote(freshness, { asOf, unsettled }),
    { label: 'Snapshot', cells: [snapshot] },
    { label: 'Created at', cells: [createdAt] },
    { label: 'Furrow', cells: [release] },
  ]
  return [...rows, ...noteRows(notes, rows[0]?.length ?? 0)]
}
