'use client'

import { useState } from 'react'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { FilterOptions } from '#lib/sources/schema.ts'
import { type Choice, type ChoiceFilter, choiceLabel } from './filter-spec.ts'

/** From so many choices on they can be searched. */
const SEARCHABLE_FROM = 9

type ChoiceEditorProps = {
  spec: ChoiceFilter
  chosen: readonly string[]
  options: FilterOptions | undefined
  onChange: (values: readonly string[]) => void
}

/** Ticks any of a filter's values, each with its number of rows; chosen values stay listed though none has rows. */
export function ChoiceEditor({ spec, chosen, options, onChange }: ChoiceEditorProps) {
  const format = useFormat()
  const [needle, setNeedle] = useState('')
  const offered = options?.options[spec.key]
  const choices = listChoices(spec, chosen, options)
  const shown = choices.filter((choice) => choice.label.toLowerCase().includes(needle.trim().toLowerCase()))
  return (
    <fieldset className="w-72 max-w-full p-1.5">
      <legend className="sr-only">{spec.label}</legend>
      {choices.length >= SEARCHABLE_FROM ? (
        <input
          type="search"
          aria-label={`Find in ${spec.label.toLowerCase()}`}
          placeholder="Find…"
          value={needle}
          onChange={(event) => setNeedle(event.target.value)}
          className="field mb-1 w-full"
        />
      ) : null}
      {offered === undefined && choices.length === 0 ? <Skeleton className="m-2 w-2/3" /> : null}
      <div className="max-h-72 overflow-y-auto">
        {shown.map((choice) => (
          <label
            key={choice.value}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2 hover:bg-hover"
          >
            <input
              type="checkbox"
              checked={chosen.includes(choice.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked
                    ? [...chosen, choice.value]
                    : chosen.filter((value) => value !== choice.value),
                )
              }
              className="size-4 shrink-0 accent-accent"
            />
            <span title={choice.label} className="min-w-0 flex-1 truncate">
              <bdi dir="auto">{choice.label}</bdi>
            </span>
            {offered ? <span className="text-faint text-sm">{format.count(choice.count)}</span> : null}
          </label>
        ))}
        {offered !== undefined && shown.length === 0 ? (
          <p className="px-2 py-1.5 text-soft">
            {choices.length === 0 ? 'No choices yet.' : 'Nothing found.'}
          </p>
        ) : null}
      </div>
      {chosen.length > 0 ? (
        <button
          type="button"
          onClick={() => onChange([])}
          className="mt-1 w-full rounded-md border-line border-t px-2 py-1.5 text-left text-soft hover:text-ink"
        >
          Clear selection
        </button>
      ) : null}
    </fieldset>
  )
}

function listChoices(
  spec: ChoiceFilter,
  chosen: readonly string[],
  options: FilterOptions | undefined,
): readonly Choice[] {
  const offered = options?.options[spec.key] ?? []
  const missing = chosen.filter((value) => !offered.some((choice) => choice.value === value))
  return [
    ...offered.map((choice) => ({ ...choice, label: choiceLabel(spec, choice.value, options) })),
    ...missing.map((value) => ({ value, label: choiceLabel(spec, value, options), count: 0 })),
  ]
}
