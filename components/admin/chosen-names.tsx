'use client'

import { Combobox } from '@base-ui/react/combobox'
import clsx from 'clsx'
import { Icon } from '#components/ui/icon.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { MAX_SOURCE_TEXT_LENGTH } from '#lib/search-params.ts'
import { visibleText } from '#lib/visible-text.ts'

/** The chosen names, followed by the input that searches for more. */
export function ChosenNames({ id, known }: { id: string; known: readonly string[] | undefined }) {
  return (
    <Combobox.Value>
      {(names: string[]) => (
        <Combobox.Chips
          aria-label={names.length > 0 ? 'Chosen funding sources' : undefined}
          className="flex w-full min-w-0 flex-wrap items-center gap-1"
        >
          {names.map((name) => (
            <Combobox.Chip
              key={name}
              aria-label={name}
              aria-description="Press Backspace or Delete to take away"
              className={clsx(
                'flex h-6 min-w-0 max-w-full items-center gap-1 rounded-sm pr-0.5 pl-2 text-sm outline-none focus-within:ring-2 focus-within:ring-accent data-highlighted:ring-2 data-highlighted:ring-accent',
                known?.includes(name) === false ? 'bg-wait-soft' : 'bg-accent-soft',
              )}
            >
              <span title={visibleText(name)} className="truncate">
                <SourceText text={name} />
              </span>
              <Combobox.ChipRemove
                aria-label={`Take ${name} away`}
                className="grid size-5 shrink-0 place-items-center rounded-sm text-soft hover:text-ink"
              >
                <Icon name="close" size={12} />
              </Combobox.ChipRemove>
            </Combobox.Chip>
          ))}
          <Combobox.Input
            id={id}
            placeholder={names.length > 0 ? '' : 'Search or type a name'}
            maxLength={MAX_SOURCE_TEXT_LENGTH}
            className="h-6 min-w-24 flex-1 bg-transparent px-1 outline-none"
          />
        </Combobox.Chips>
      )}
    </Combobox.Value>
  )
}
