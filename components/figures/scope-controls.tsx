import type { ReactNode } from 'react'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import {
  type ChoiceFilter,
  chosenDays,
  chosenValues,
  type DaysFilter,
} from '#components/filters/filter-spec.ts'
import { Segmented } from '#components/ui/segmented.tsx'
import {
  type ChosenRange,
  RANGE_LABELS,
  RANGE_NAMES,
  type RangeName,
  seasonOf,
} from '#lib/collections/range.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'

/** Changes of URL parameters; null removes a parameter. */
export type ScopeChange = {
  funding_source?: string[] | null
  range?: RangeName
  from?: string | null
  to?: string | null
}

type ScopeControlsProps = {
  fundingSources: readonly string[]
  range: ChosenRange
  options: FilterOptions
  onChange: (change: ScopeChange) => void
  /** Further controls, between the funding source and the days. */
  children?: ReactNode
}

const FUNDING_SOURCE: ChoiceFilter = {
  kind: 'choice',
  key: 'funding_source',
  label: 'Funding source',
  isPinned: true,
}
const DAYS: DaysFilter = { kind: 'days', key: 'from', to: 'to', label: 'Days' }

/** Controls for the figures' scope: funding sources, and weeks, season or a custom range. */
export function ScopeControls({ fundingSources, range, options, onChange, children }: ScopeControlsProps) {
  const own = range.name === 'custom' ? range : null
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-2">
      <FilterChip
        spec={FUNDING_SOURCE}
        values={{ funding_source: fundingSources }}
        options={options}
        onChange={(patch) => {
          const chosen = chosenValues(patch, 'funding_source')
          onChange({ funding_source: chosen.length === 0 ? null : [...chosen] })
        }}
      />
      {children}
      <Segmented
        label="Range"
        options={RANGE_NAMES.map((name) => ({
          value: name,
          label: RANGE_LABELS[name],
          title: titleOf(name, range),
        }))}
        value={range.name === 'custom' ? null : range.name}
        onChange={(name) => onChange({ range: name, from: null, to: null })}
      />
      <FilterChip
        spec={DAYS}
        values={{ from: own?.from ?? null, to: own?.to ?? null }}
        options={options}
        onChange={(patch) => onChange(chosenDays(patch, DAYS))}
      />
    </search>
  )
}

function titleOf(name: RangeName, range: ChosenRange): string {
  if (name !== 'season') return `The running week and the ${Number.parseInt(name, 10) - 1} before it`
  return `The ${seasonOf(range.to).name} season so far: wet from April, dry from October`
}
