import type { Format } from '#lib/format.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { visibleText } from '#lib/visible-text.ts'

/** Filter values as a list's codec reads them: text, texts, or nothing. */
export type FilterValues = Readonly<Record<string, string | readonly string[] | null>>
export type FilterPatch = Readonly<Record<string, string | readonly string[] | null>>

/** Any of several named values. */
export type ChoiceFilter = {
  kind: 'choice'
  key: string
  label: string
  /** Names of the values where the value itself is no name. */
  labels?: Readonly<Record<string, string>>
  /** Shown in the bar even while nothing is chosen. */
  isPinned?: boolean
}
/** Days from and to, both included, either of them open. */
export type DaysFilter = { kind: 'days'; key: string; to: string; label: string }
export type FilterSpec = ChoiceFilter | DaysFilter

export type Choice = FilterOptions['options'][string][number]

/** The chosen values of a filter; empty when none is. */
export function chosenValues(values: FilterValues, key: string): readonly string[] {
  const value = values[key] ?? []
  return typeof value === 'string' ? [value] : value
}

/** The days of a filter. */
export function chosenDays(
  values: FilterValues,
  spec: DaysFilter,
): { from: string | null; to: string | null } {
  return { from: chosenValues(values, spec.key)[0] ?? null, to: chosenValues(values, spec.to)[0] ?? null }
}

/** True if the filter narrows the list. */
export function isActive(values: FilterValues, spec: FilterSpec): boolean {
  const keys = spec.kind === 'days' ? [spec.key, spec.to] : [spec.key]
  return keys.some((key) => chosenValues(values, key).length > 0)
}

/** The patch that takes a filter away. */
export function withoutFilter(spec: FilterSpec): FilterPatch {
  return spec.kind === 'days' ? { [spec.key]: null, [spec.to]: null } : { [spec.key]: null }
}

/** What a filter is set to, in words; "all" when it is not set. `options` name values that have no fixed label. */
export function describeFilter(
  values: FilterValues,
  spec: FilterSpec,
  options: FilterOptions | undefined,
  format: Format,
): string {
  if (!isActive(values, spec)) return 'all'
  if (spec.kind === 'days') {
    const { from, to } = chosenDays(values, spec)
    return format.dayRange(from, to)
  }
  return chosenValues(values, spec.key)
    .map((value) => choiceLabel(spec, value, options))
    .join(', ')
}

/** The name of one value of a filter, as it can be shown. */
export function choiceLabel(spec: ChoiceFilter, value: string, options: FilterOptions | undefined): string {
  const option = options?.options[spec.key]?.find((choice) => choice.value === value)
  return (
    spec.labels?.[value] ??
    visibleText(option?.label ?? (spec.labels ? value.replace(/^other:/i, 'Other: ') : value))
  )
}
