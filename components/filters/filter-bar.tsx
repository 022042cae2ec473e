import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { lazyComponent } from '#components/ui/lazy-component.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { useWords } from '#components/ui/words.tsx'
import { FilterChip, LazyFilterEditor } from './filter-chip.tsx'
import type { FilterEditorProps } from './filter-editor.tsx'
import { type FilterSpec, isActive } from './filter-spec.ts'
import { SearchField } from './search-field.tsx'

const loadSheet = () => import('./filter-sheet.tsx').then((module) => module.FilterSheet)
const FilterSheet = lazyComponent(loadSheet)

type FilterBarProps = Omit<FilterEditorProps, 'spec'> & {
  specs: readonly FilterSpec[]
  searchHint: string
  onClear: () => void
  closeLabel: string
  /** The sort control for cards, which have no header. */
  narrowSort: ReactNode
}

/** The filters of a list: search, one chip per filter, and a menu for more. Phones use a sheet. */
export function FilterBar({ specs, values, options, failure, onChange, onClear, ...rest }: FilterBarProps) {
  const t = useWords('filters')
  const [isSheetOpen, setIsSheetOpen] = useState(false)
  const active = specs.filter((spec) => isActive(values, spec))
  const inBar = specs.filter((spec) => active.includes(spec) || (spec.kind === 'choice' && spec.isPinned))
  const editor = { values, options, failure, onChange }
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
          {t('button', { count: active.length })}
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
          {t('clear')}
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

type AddFilterProps = Omit<FilterEditorProps, 'spec'> & { specs: readonly FilterSpec[] }

/** A menu of the filters that are not in the bar yet; choosing one opens its editor in the same popup. */
function AddFilter({ specs, ...editor }: AddFilterProps) {
  const t = useWords('filters')
  if (specs.length === 0) return null
  return (
    <Popover title={t('add-title')} variant="quiet" className="add-filter" icon="plus" trigger={t('add')}>
      {() => <FilterMenu specs={specs} {...editor} />}
    </Popover>
  )
}

function FilterMenu({ specs: offered, ...editor }: AddFilterProps) {
  // The list stays fixed while open: a filter that was just set must not vanish under the pointer.
  const [specs] = useState(offered)
  const [chosen, setChosen] = useState<FilterSpec | null>(null)
  if (chosen) return <LazyFilterEditor spec={chosen} {...editor} />
  return (
    <ul className="w-52 p-1.5">
      {specs.map((spec) => (
        <li key={spec.key}>
          <button
            type="button"
            onClick={() => setChosen(spec)}
            className="flex h-8 w-full items-center rounded-md px-2 text-start hover:bg-hover"
          >
            {spec.label}
          </button>
        </li>
      ))}
    </ul>
  )
}
