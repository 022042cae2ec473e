import { Combobox } from '@base-ui/react/combobox'
import { useQuery } from '@tanstack/react-query'
import clsx from 'clsx'
import { useId, useState } from 'react'
import { Icon } from '#components/ui/icon.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminQueries } from '#lib/admin/queries.ts'
import { unknownNames } from '#lib/admin/words.ts'
import type { Format } from '#lib/format.ts'
import { MAX_SOURCE_TEXT_LENGTH, readSourceText } from '#lib/search-params.ts'
import type { Words } from '#lib/words/words.ts'

type FundingSourcePickerProps = { chosen: readonly string[]; onChange: (names: string[]) => void }

/** Picks any of the known funding sources, or a new name that no row has yet. A note marks such names. */
export function FundingSourcePicker({ chosen, onChange }: FundingSourcePickerProps) {
  const t = useWords('admin')
  const id = useId()
  const [typed, setTyped] = useState('')
  const { data, isError } = useQuery(adminQueries.fundingSources())
  const known = data?.fundingSources
  const name = typed.trim()
  const offered = [...new Set([...(known ?? []), ...chosen])]
  const isNew = readSourceText(name) !== null && !offered.includes(name)
  return (
    <Combobox.Root
      items={isNew ? [...offered, name] : offered}
      multiple
      value={[...chosen]}
      inputValue={typed}
      onInputValueChange={setTyped}
      onValueChange={(names: string[], { reason }) => {
        // Esc leaves the field or its dialog and never discards the selection.
        if (reason === 'escape-key') return
        onChange(names)
        setTyped('')
      }}
    >
      <label htmlFor={id} className="mb-1 block font-medium">
        {t('sources.label')}
      </label>
      <Combobox.InputGroup className="flex min-h-9 w-full cursor-text items-center rounded-md border border-edge bg-panel px-1.5 py-1 focus-within:outline-2 focus-within:outline-accent focus-within:-outline-offset-1">
        <ChosenNames id={id} known={known} />
      </Combobox.InputGroup>
      <UnknownNote names={unknownNames(chosen, known)} isUnsure={isError} />
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} collisionPadding={8} className="z-[60] outline-none">
          <Combobox.Popup className="max-h-[min(var(--available-height),320px)] w-[var(--anchor-width)] overflow-y-auto rounded-lg bg-panel py-1 shadow-popup">
            <Combobox.Empty className="px-3 py-1.5 text-soft empty:hidden">
              {known === undefined ? t('sources.loading') : t('sources.type')}
            </Combobox.Empty>
            <Combobox.List>
              {(item: string) => (
                <Combobox.Item
                  key={item}
                  value={item}
                  className="mx-1 grid min-h-8 cursor-default grid-cols-[16px_minmax(0,1fr)] items-center gap-2 rounded-md px-2 data-highlighted:bg-hover"
                >
                  {isNew && item === name ? (
                    <Icon name="plus" size={14} className="text-soft" />
                  ) : (
                    <Combobox.ItemIndicator className="col-start-1 text-accent">✓</Combobox.ItemIndicator>
                  )}
                  <span className="col-start-2 min-w-0">
                    <SourceLine
                      text={isNew && item === name ? t('sources.add', { name: item }) : item}
                      title={item}
                    />
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

function UnknownNote({ names, isUnsure }: { names: readonly string[]; isUnsure: boolean }) {
  const format = useFormat()
  const t = useWords('admin')
  if (isUnsure) {
    return (
      <p role="status" className="mt-1 text-sm text-wait">
        {t('sources.failed')}
      </p>
    )
  }
  return (
    <p role="status" className="mt-1 break-words text-sm text-wait empty:hidden">
      {unknownWords(names, t, format)}
    </p>
  )
}

/** Up to this many unknown names are listed; more are only counted, because each chip is marked. */
const NAMED = 3

function unknownWords(names: readonly string[], t: Words<'admin'>, { list }: Format): string | null {
  if (names.length === 0) return null
  const count = names.length
  if (count > NAMED) return t('sources.unknown-many', { count })
  return t('sources.unknown', { count, names: list(names.map((name) => `“${name}”`)) })
}

/** The chosen names, followed by the input that searches for more. */
function ChosenNames({ id, known }: { id: string; known: readonly string[] | undefined }) {
  const t = useWords('admin')
  return (
    <Combobox.Value>
      {(names: string[]) => (
        <Combobox.Chips
          aria-label={names.length > 0 ? t('sources.chosen') : undefined}
          className="flex w-full min-w-0 flex-wrap items-center gap-1"
        >
          {names.map((name) => (
            <Combobox.Chip
              key={name}
              aria-label={name}
              aria-description={t('sources.keys')}
              className={clsx(
                'flex h-6 min-w-0 max-w-full items-center gap-1 rounded-sm pe-0.5 ps-2 text-sm outline-none focus-within:ring-2 focus-within:ring-accent data-highlighted:ring-2 data-highlighted:ring-accent',
                known?.includes(name) === false ? 'bg-wait-soft' : 'bg-accent-soft',
              )}
            >
              <SourceLine text={name} />
              <Combobox.ChipRemove
                aria-label={t('sources.remove', { name })}
                className="grid size-5 shrink-0 place-items-center rounded-sm text-soft hover:text-ink"
              >
                <Icon name="close" size={12} />
              </Combobox.ChipRemove>
            </Combobox.Chip>
          ))}
          <Combobox.Input
            id={id}
            placeholder={names.length > 0 ? '' : t('sources.search')}
            maxLength={MAX_SOURCE_TEXT_LENGTH}
            className="h-6 min-w-24 flex-1 bg-transparent px-1 outline-none"
          />
        </Combobox.Chips>
      )}
    </Combobox.Value>
  )
}
