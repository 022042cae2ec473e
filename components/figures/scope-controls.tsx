import Link from 'next/link'
import type { ReactNode } from 'react'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import {
  type ChoiceFilter,
  chosenDays,
  chosenValues,
  type DaysFilter,
} from '#components/filters/filter-spec.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type ChosenRange, RANGE_NAMES, type RangeName, seasonOf } from '#lib/collections/range.ts'
import { reportPath } from '#lib/report/paths.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { Words } from '#lib/words/words.ts'

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
  /** True for a link to the report about the same scope. */
  hasReport?: boolean
  /** Further controls, between the funding source and the days. */
  children?: ReactNode
}

/** Controls for the figures' scope: funding sources, and weeks, season or a custom range. */
export function ScopeControls(props: ScopeControlsProps) {
  const { fundingSources, range, options, onChange, hasReport = false, children } = props
  const t = useWords('figures')
  const fundingSource: ChoiceFilter = {
    kind: 'choice',
    key: 'funding_source',
    label: t('scope.funding-source'),
    isPinned: true,
  }
  const days: DaysFilter = { kind: 'days', key: 'from', to: 'to', label: t('scope.days') }
  const own = range.name === 'custom' ? range : null
  return (
    <search className="flex min-w-0 flex-wrap items-center gap-2">
      <FilterChip
        spec={fundingSource}
        values={{ funding_source: fundingSources }}
        options={options}
        onChange={(patch) => {
          const chosen = chosenValues(patch, 'funding_source')
          onChange({ funding_source: chosen.length === 0 ? null : [...chosen] })
        }}
      />
      {children}
      <Segmented
        label={t('range.label')}
        options={RANGE_NAMES.map((name) => ({
          value: name,
          label: t(`range.${name}`),
          title: titleOf(name, range, t),
        }))}
        value={range.name === 'custom' ? null : range.name}
        onChange={(name) => onChange({ range: name, from: null, to: null })}
      />
      <FilterChip
        spec={days}
        values={{ from: own?.from ?? null, to: own?.to ?? null }}
        options={options}
        onChange={(patch) => onChange(chosenDays(patch, days))}
      />
      {hasReport ? (
        <Link prefetch={false} href={reportPath({ range, fundingSources })} className={buttonClass('quiet')}>
          {t('scope.report')}
        </Link>
      ) : null}
    </search>
  )
}

function titleOf(name: RangeName, range: ChosenRange, t: Words<'figures'>): string {
  if (name !== 'season') return t('range.weeks-hint', { weeks: Number.parseInt(name, 10) - 1 })
  return seasonOf(range.to).name === 'dry' ? t('range.dry-hint') : t('range.wet-hint')
}
