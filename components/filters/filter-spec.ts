import type { Format } from '#lib/format.ts'
import { NO_CONTRACT_CHOICE, NO_CURRENCY_CHOICE } from '#lib/no-choices.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { Resource, Source } from '#lib/sources.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'

/** Filter values as a list's parameters parse them: a text, several texts, or null. */
export type FilterValues = Readonly<Record<string, string | readonly string[] | null>>
export type FilterPatch = Readonly<Record<string, string | readonly string[] | null>>

/** A filter that accepts any of several named values. */
export type ChoiceFilter = {
  kind: 'choice'
  key: string
  label: string
  /** Labels of values that are not readable by themselves. */
  labels?: Readonly<Record<string, string>>
  /** The values are those of `labels`; the server counts none of them. */
  isFixed?: boolean
  /** Shown in the bar even while nothing is selected. */
  isPinned?: boolean
}
/** A filter by an inclusive range of days; either end may be open. */
export type DaysFilter = { kind: 'days'; key: string; to: string; label: string }
/** A filter by one day of a list's history, or by an instant. */
export type MomentFilter = {
  kind: 'moment'
  key: string
  label: string
  /** The end of the day that counts. */
  edge: 'start' | 'end'
  list: { source: Source; resource: Resource }
}
/** A filter by an inclusive range of amounts of the only chosen currency; either end may be open. */
export type AmountsFilter = { kind: 'amounts'; key: string; to: string; label: string }
/** A filter by the number of days for which a row is unpaid. */
export type UnpaidFilter = { kind: 'unpaid'; key: string; label: string; of: 'periods' | 'invoices' }
export type FilterSpec = ChoiceFilter | DaysFilter | MomentFilter | AmountsFilter | UnpaidFilter

export type Choice = FilterOptions['options'][string][number]

/** Returns the selected values of a filter; empty when none is selected. */
export function chosenValues(values: FilterValues, key: string): readonly string[] {
  const value = values[key] ?? []
  return typeof value === 'string' ? [value] : value
}

/** Returns both ends of a filter by days or amounts. */
export function chosenDays(
  values: FilterValues,
  spec: DaysFilter | AmountsFilter,
): { from: string | null; to: string | null } {
  return { from: chosenValues(values, spec.key)[0] ?? null, to: chosenValues(values, spec.to)[0] ?? null }
}

/** True if the filter narrows the list. */
export function isActive(values: FilterValues, spec: FilterSpec): boolean {
  const keys = 'to' in spec ? [spec.key, spec.to] : [spec.key]
  return keys.some((key) => chosenValues(values, key).length > 0)
}

/** Returns the patch that removes a filter. */
export function withoutFilter(spec: FilterSpec): FilterPatch {
  return 'to' in spec ? { [spec.key]: null, [spec.to]: null } : { [spec.key]: null }
}

/**
 * Describes a filter's value in words; "all" if it is not set. `options` label values without a fixed label.
 */
export function describeFilter(
  values: FilterValues,
  spec: FilterSpec,
  options: FilterOptions | undefined,
  format: Format,
  t: Words<'filters'>,
): string {
  if (!isActive(values, spec)) return t('all')
  if (spec.kind === 'days') {
    const { from, to } = chosenDays(values, spec)
    return format.dayRange(from, to)
  }
  if (spec.kind === 'amounts') return describeAmounts(values, spec, format, t)
  if (spec.kind === 'unpaid') return t('unpaid.more', { days: Number(chosenValues(values, spec.key)[0]) })
  if (spec.kind === 'moment') return describeMoment(chosenValues(values, spec.key)[0] ?? '', spec, format, t)
  const known = options?.options[spec.key]
  return format.list(chosenValues(values, spec.key).map((value) => choiceLabel(spec, value, known, t)))
}

function describeAmounts(
  values: FilterValues,
  spec: AmountsFilter,
  format: Format,
  t: Words<'filters'>,
): string {
  const ends = chosenDays(values, spec)
  const currency = chosenValues(values, 'currency')[0] ?? null
  const [from, to] = [ends.from, ends.to].map((end) => (end === null ? '' : format.money(end, currency)))
  if (to === '') return t('amounts.from', { from: from ?? '' })
  return from === ''
    ? t('amounts.to', { to: to ?? '' })
    : t('amounts.range', { from: from ?? '', to: to ?? '' })
}

function describeMoment(value: string, { edge }: MomentFilter, format: Format, t: Words<'filters'>): string {
  if (value.includes('T')) return format.instant(value)
  return edge === 'end' ? t('moment.end', { day: format.day(value) }) : format.day(value)
}

/**
 * Returns the displayed label of one filter value, in the reader's language if it is not a source's own text.
 * `known` are choices of the API, whose labels are English.
 */
export function choiceLabel(
  spec: ChoiceFilter,
  value: string,
  known: readonly Choice[] | undefined,
  t: Words<'filters'>,
): string {
  const option = known?.find((choice) => choice.value === value)
  const label = spec.labels?.[value]
  if (label !== undefined) return label
  if (spec.key === 'funding_source' && value === UNASSIGNED_CHOICE) return t('unassigned')
  if (spec.key === 'contract' && value === NO_CONTRACT_CHOICE) return t('no-contract')
  if (spec.key === 'currency' && value === NO_CURRENCY_CHOICE) return t('no-currency')
  // A status outside the vocabulary: the code of the others and the source's own word, e.g. OTHER:REVERSED.
  const word = spec.labels && /^other:(.*)$/is.exec(value)?.[1]
  if (word === '') return t('other-none')
  return word ? t('other', { word: visibleText(word) }) : visibleText(option?.label ?? value)
}
