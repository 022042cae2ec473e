import { type UseQueryStatesKeysMap, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { FilterPatch } from '#components/filters/filter-spec.ts'
import type { Density } from '#components/table/use-row-window.ts'
import { isOneCurrency, isRefusedSort } from '#lib/comparable-sort.ts'
import { type Params, type ParamValues, urlParsers } from '#lib/search-params.ts'
import { viewParams } from './view-params.ts'

type Values<P extends Params> = ParamValues<P> & ParamValues<typeof viewParams>
type History = { history: 'push' | 'replace' }

/**
 * Reads the filters and the view of a list from the URL, and returns the functions that change them. Setting
 * a filter adds a history entry; a further change of a filter that is already set replaces the entry.
 * @param amounts the sorts by an amount, which leave the URL with the only currency
 */
export function useListState<P extends Params>(params: P, amounts?: readonly string[]) {
  const parsers = useMemo(() => urlParsers({ ...params, ...viewParams }), [params])
  const [values, setValues] = useUrlValues<P>(parsers)
  const { row, columns, density } = values
  const filters = useMemo(
    () => Object.fromEntries(Object.keys(params).map((key) => [key, values[key]])) as ParamValues<P>,
    [params, values],
  )
  /** The patch that clears what the other filters make impossible. */
  const unusable = (of: Record<string, unknown>) => {
    const asked = of as Parameters<typeof isRefusedSort>[0]
    const hasAmounts = 'amount_from' in params && !isOneCurrency(asked.currency ?? [])
    return {
      ...(isRefusedSort(asked, amounts) && { sort: null }),
      ...(hasAmounts && { amount_from: null, amount_to: null }),
    }
  }
  return {
    filters,
    row,
    columns,
    density,
    setFilters: (patch: FilterPatch) => {
      const isGoingOn = Object.keys(patch).some((key) => isSet(values[key]))
      const read = readPatch(params, patch)
      // What could not apply before must not begin to apply with another filter.
      const patched = { ...unusable(values), ...read }
      setValues(
        { ...patched, ...unusable({ ...values, ...patched }) },
        { history: isGoingOn ? 'replace' : 'push' },
      )
    },
    /** Clears all filters except those in `keep`; sort and view stay. */
    clearFilters: (keep: readonly string[] = []) => {
      const names = Object.keys(params).filter((key) => key !== 'sort' && !keep.includes(key))
      const cleared = Object.fromEntries(names.map((key) => [key, null]))
      setValues({ ...cleared, ...unusable({ ...values, ...cleared }) }, { history: 'push' })
    },
    /** Switches to another list at the same address: only `patch` and the row height stay. */
    startOver: (patch: FilterPatch) => {
      const cleared = Object.keys(params).map((key) => [key, null])
      const kept = readPatch(params, patch)
      setValues({ ...Object.fromEntries(cleared), row: null, columns: null, ...kept }, { history: 'push' })
    },
    setSort: (sort: string) => setValues(readPatch(params, { sort }), { history: 'push' }),
    /** Opens a row, or closes the pane with null. Stepping between open rows adds no history entry. */
    setRow: (id: string | null) =>
      setValues({ row: id }, { history: row !== null && id !== null ? 'replace' : 'push' }),
    setColumns: (text: string | null) => setValues({ columns: text }, { history: 'replace' }),
    setDensity: (value: Density) => setValues({ density: value }, { history: 'replace' }),
  }
}

/**
 * nuqs infers types only from literal maps. This map is built from `params`, so the types are stated here.
 */
function useUrlValues<P extends Params>(parsers: unknown) {
  const [values, setValues] = useQueryStates(parsers as UseQueryStatesKeysMap)
  return [
    values as Values<P> & Record<string, unknown>,
    setValues as unknown as (patch: Record<string, unknown>, options: History) => void,
  ] as const
}

/** Parses a patch with its parameters' rules; rejected values are removed from the URL. */
function readPatch(params: Params, patch: FilterPatch): Record<string, unknown> {
  const entries = Object.entries(patch).map(([key, value]) => {
    const texts = value === null ? [] : [value].flat()
    const read = texts.flatMap((text) => params[key]?.read(text) ?? [])
    return [key, params[key]?.isList ? (read.length > 0 ? read : null) : (read[0] ?? null)]
  })
  return Object.fromEntries(entries)
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined
}
