'use client'

import { type UseQueryStatesKeysMap, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { FilterPatch } from '#components/filters/filter-spec.ts'
import { readColumns } from '#components/table/column-layout.ts'
import type { Density } from '#components/table/use-row-window.ts'
import {
  defaulted,
  oneOf,
  optional,
  type Params,
  type ParamValues,
  readName,
  urlParsers,
} from '#lib/search-params.ts'

/** How a list is looked at; beside its filters in the URL, so that a copied link opens the same view. */
const viewParams = {
  row: optional(readName, 'the id of a row'),
  columns: optional(readColumns, 'names of columns, each with or without a width'),
  density: defaulted<Density>(oneOf(['standard', 'compact']), 'standard or compact', 'standard'),
}

type Values<P extends Params> = ParamValues<P> & ParamValues<typeof viewParams>
type History = { history: 'push' | 'replace' }

/**
 * The filters and the view of a list, as the URL has them, and the ways to change it. A changed filter makes a new entry
 * in the history, unless it goes on changing what the last entry began.
 */
export function useListState<P extends Params>(params: P) {
  const parsers = useMemo(() => urlParsers({ ...params, ...viewParams }), [params])
  const [values, setValues] = useUrlValues<P>(parsers)
  const { row, columns, density } = values
  const filters = useMemo(
    () => Object.fromEntries(Object.keys(params).map((key) => [key, values[key]])) as ParamValues<P>,
    [params, values],
  )
  return {
    filters,
    row,
    columns,
    density,
    setFilters: (patch: FilterPatch) => {
      const isGoingOn = Object.keys(patch).some((key) => isSet(values[key]))
      setValues({ ...readPatch(params, patch) }, { history: isGoingOn ? 'replace' : 'push' })
    },
    /** Takes all filters away but those named; order and view stay. */
    clearFilters: (keep: readonly string[] = []) => {
      const cleared = Object.keys(params).filter((key) => key !== 'sort' && !keep.includes(key))
      setValues(Object.fromEntries(cleared.map((key) => [key, null])), { history: 'push' })
    },
    /** Leaves everything for another list under the same address: only `patch` and the row height stay. */
    startOver: (patch: FilterPatch) => {
      const cleared = Object.keys(params).map((key) => [key, null])
      const kept = readPatch(params, patch)
      setValues({ ...Object.fromEntries(cleared), row: null, columns: null, ...kept }, { history: 'push' })
    },
    setSort: (sort: string) => setValues(readPatch(params, { sort }), { history: 'push' }),
    /** Opens a row, or closes with null; stepping from one open row to the next makes no history. */
    setRow: (id: string | null) =>
      setValues({ row: id }, { history: row !== null && id !== null ? 'replace' : 'push' }),
    setColumns: (text: string | null) => setValues({ columns: text }, { history: 'replace' }),
    setDensity: (value: Density) => setValues({ density: value }, { history: 'replace' }),
  }
}

/** nuqs infers its types from literal maps only; ours is made from `params`, whose value types these are. */
function useUrlValues<P extends Params>(parsers: unknown) {
  const [values, setValues] = useQueryStates(parsers as UseQueryStatesKeysMap)
  return [
    values as Values<P> & Record<string, unknown>,
    setValues as unknown as (patch: Record<string, unknown>, options: History) => void,
  ] as const
}

/** Reads a patch by the rules of its parameters; what they refuse is taken away. */
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
