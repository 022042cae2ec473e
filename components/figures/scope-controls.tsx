import type { ReactNode } from 'react'
import { FilterChip } from '#components/filters/filter-chip.tsx'
import {
  type ChoiceFilter,
  chosenDays,
  chosenValues,
  type DaysFilter,
} from '#components/filters/filter-spec.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { PageLink } from '#components/ui/page-link.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Segmented } from '#components/ui/segmented.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type ChosenRange, lengthInDays, RANGE_NAMES, type RangeName } from '#lib/collections/range.ts'
import type { SeasonRange } from '#lib/collections/season.ts'
import type { Format } from '#lib/format.ts'
import { reportPath } from '#lib/report/paths.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { visibleText } from '#lib/visible-text.ts'
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
  /** The season to choose; null: none is offered. */
  season: SeasonRange | null
  options: FilterOptions
  onChange: (change: ScopeChange) => void
  /** True for a link to the report about the same scope, which is always that of today. */
  hasReport?: boolean
  /** Further controls, between the funding source and the days. */
  children?: ReactNode
}

/** Controls for the figures' scope: funding sources, and weeks, season or a custom range. */
export function ScopeControls(props: ScopeControlsProps) {
  const { fundingSources, range, season, options, onChange, hasReport = false, children } = props
  const format = useFormat()
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
        options={RANGE_NAMES.flatMap((name) => choiceOf(name, season, t, format))}
        value={range.name === 'custom' ? null : range.name}
        onChange={(name) => onChange({ range: name, from: null, to: null })}
      />
      <FilterChip
        spec={days}
        values={{ from: own?.from ?? null, to: own?.to ?? null, funding_source: fundingSources }}
        options={options}
        onChange={(patch) => onChange(chosenDays(patch, days))}
      />
      {hasReport ? (
        <PageLink href={reportPath({ range, fundingSources })} className={buttonClass('quiet')}>
          {t('scope.report')}
        </PageLink>
      ) : null}
      {range.isSeasonUnset ? (
        <p role="status" className="basis-full text-pretty text-sm text-wait">
          {t('range.no-season', { weeks: lengthInDays(range) / 7 })}
        </p>
      ) : null}
    </search>
  )
}

type Choice = { value: RangeName; label: string; title: string }

/** The choice of a range; none of a season that is not offered. */
function choiceOf(
  name: RangeName,
  season: SeasonRange | null,
  t: Words<'figures'>,
  { rules }: Format,
): Choice[] {
  if (name !== 'season') {
    const title = t('range.weeks-hint', { weeks: Number.parseInt(name, 10) - 1 })
    return [{ value: name, label: t(`range.${name}`), title }]
  }
  if (season === null) return []
  const month = (number: number) => rules.longMonths[number - 1] ?? ''
  const { firstMonth, lastMonth } = season.season
  const title = t('range.season-hint', { first: month(firstMonth), last: month(lastMonth) })
  return [{ value: name, label: visibleText(season.season.name), title }]
}
