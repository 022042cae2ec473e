'use client'

import { useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { FilterPatch, FilterSpec, FilterValues } from './filter-spec.ts'
import { LazyFilterEditor } from './lazy-editor.tsx'

type AddFilterProps = {
  specs: readonly FilterSpec[]
  values: FilterValues
  options: FilterOptions | undefined
  onChange: (patch: FilterPatch) => void
}

/** A menu of the filters that are not in the bar yet; choosing one opens its editor in the same popup. */
export function AddFilter({ specs, ...editor }: AddFilterProps) {
  if (specs.length === 0) return null
  return (
    <Popover
      title="Add a filter"
      variant="quiet"
      className="add-filter"
      trigger={
        <>
          <Icon name="plus" size={14} />
          Filter
        </>
      }
    >
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
            className="flex h-8 w-full items-center rounded-md px-2 text-left hover:bg-hover"
          >
            {spec.label}
          </button>
        </li>
      ))}
    </ul>
  )
}
