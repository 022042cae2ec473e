'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { AddFilter } from './add-filter.tsx'
import { FilterChip } from './filter-chip.tsx'
import { type FilterPatch, type FilterSpec, type FilterValues, isActive } from './filter-spec.ts'
import { SearchField } from './search-field.tsx'

const loadSheet = () => import('./filter-sheet.tsx').then((module) => module.FilterSheet)
const FilterSheet = lazyComponent(loadSheet)

type FilterBarProps = {
  specs: readonly FilterSpec[]
  values: FilterValues
  options: FilterOptions | undefined
  searchHint: string
  onChange: (patch: FilterPatch) => void
  onClear: () => void
  closeLabel: string
  /** The sort control for cards, which have no header. */
  narrowSort: ReactNode
}

/** The filters of a list: search, one chip per filter, and a menu for more. Phones use a sheet. */
export function FilterBar({ specs, values, options, onChange, onClear, ...rest }: FilterBarProps) {
  const [isSheetOpen, setIsSheetOpen] = useState(false)
  const active = specs.filter((spec) => isActive(values, spec))
  const inBar = specs.filter((spec) => active.includes(spec) || (spec.kind === 'choice' && spec.isPinned))
  const editor = { values, options, onChange }
  const isNarrowed = active.length > 0 || values.search !== null
  return (
    <search className="flex flex-wrap items-center gap-2">
      <SearchField
        hint={rest.searchHint}
        value={typeof values.search === 'string' ? values.search : null}
        onChange={(text) => onChange({ search: text })}
      />
      <div className="flex w-full gap-2 md:hidden">
        <Button onPointerEnter={() => void loadSheet()} onClick={() => setIsSheetOpen(true)}>
          <Icon name="filter" size={14} />
          Filters{active.length > 0 ? ` (${active.length})` : ''}
        </Button>
        {rest.narrowSort}
      </div>
      {inBar.map((spec) => (
        <span key={spec.key} className={active.includes(spec) ? 'min-w-0' : 'hidden md:block'}>
          <FilterChip spec={spec} {...editor} />
        </span>
      ))}
      <span className="hidden md:block">
        <AddFilter specs={specs.filter((spec) => !inBar.includes(spec))} {...editor} />
      </span>
      {isNarrowed ? (
        <Button variant="quiet" onClick={onClear}>
          Clear all
        </Button>
      ) : null}
      {isSheetOpen ? (
        <FilterSheet
          specs={specs}
          {...editor}
          onClear={onClear}
          onClose={() => setIsSheetOpen(false)}
          closeLabel={rest.closeLabel}
        />
      ) : null}
    </search>
  )
}
