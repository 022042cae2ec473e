import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { SourceLine } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { MAX_LIST_VALUES } from '#lib/search-params.ts'
import type { FilterOptions } from '#lib/sources/schema.ts'
import type { Words } from '#lib/words/words.ts'
import { type Choice, type ChoiceFilter, choiceLabel } from './filter-spec.ts'
import type { FilterChoices } from './use-filter-options.ts'

/** From this many choices on, the list has a search field. */
const SEARCHABLE_FROM = 9
const SETTLE_MS = 250

type ChoiceEditorProps = FilterChoices & {
  spec: ChoiceFilter
  chosen: readonly string[]
  onChange: (values: readonly string[]) => void
}

/** Selects any of a filter's values, each with its row count. Selected values stay listed without rows. */
export function ChoiceEditor({ spec, chosen, options, failure, onChange }: ChoiceEditorProps) {
  const format = useFormat()
  const t = useWords('filters')
  const tUi = useWords('ui')
  const [needle, setNeedle] = useState('')
  const offered = offeredChoices(spec, options)
  const more = options?.more[spec.key]
  const search = useFound(more?.find, needle)
  const found = (search.isPlaceholderData ? null : search.data?.options[spec.key]) ?? []
  const choices = listChoices({ spec, chosen, options, found }, t)
  const isFull = chosen.length >= MAX_LIST_VALUES
  const text = needle.trim().toLowerCase()
  const isFound = ({ value }: Choice) => found.some((choice) => choice.value === value)
  const shown = choices.filter((choice) => choice.label.toLowerCase().includes(text) || isFound(choice))
  return (
    <fieldset className="w-72 max-w-full p-1.5">
      <legend className="sr-only">{spec.label}</legend>
      {choices.length >= SEARCHABLE_FROM || more ? (
        <input
          type="search"
          aria-label={t('choice.find', { field: spec.label.toLowerCase() })}
          placeholder={t('choice.find-hint')}
          maxLength={100}
          value={needle}
          onChange={(event) => setNeedle(event.target.value)}
          className="field mb-1 w-full"
        />
      ) : null}
      {offered === undefined && choices.length === 0 && !failure ? <Skeleton className="m-2 w-2/3" /> : null}
      {failure ? (
        <div className="px-2 py-1.5">
          <FailureLine what={t('choice.failed')} error={failure.error} className="mb-2" />
          <Button size="sm" onClick={failure.onRetry}>
            {tUi('retry')}
          </Button>
        </div>
      ) : null}
      <div className="max-h-72 overflow-y-auto">
        {shown.map((choice) => (
          <label
            key={choice.value}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2 hover:bg-hover"
          >
            <input
              type="checkbox"
              checked={chosen.includes(choice.value)}
              disabled={isFull && !chosen.includes(choice.value)}
              onChange={(event) =>
                onChange(
                  event.target.checked
                    ? [...chosen, choice.value]
                    : chosen.filter((value) => value !== choice.value),
                )
              }
              className="size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0 flex-1">
              <SourceLine text={choice.label} />
            </span>
            {offered && !spec.isFixed ? (
              <span className="text-faint text-sm">{format.count(choice.count)}</span>
            ) : null}
          </label>
        ))}
        {offered !== undefined && shown.length === 0 && !search.isFetching && !(more && text === '') ? (
          <p className="px-2 py-1.5 text-soft">
            {choices.length === 0 && !more ? t('choice.none') : t('choice.none-found')}
          </p>
        ) : null}
      </div>
      {more && offered ? (
        <p role="status" className="px-2 pt-1.5 text-pretty text-faint text-sm">
          {moreWords({ needle, search, more, listed: offered.length, key: spec.key }, t)}
        </p>
      ) : null}
      {isFull ? (
        <p role="status" className="px-2 pt-1.5 text-sm text-wait">
          {t('choice.full', { count: MAX_LIST_VALUES })}
        </p>
      ) : null}
      {chosen.length > 0 ? (
        <button
          type="button"
          onClick={() => onChange([])}
          className="mt-1 w-full rounded-md border-line border-t px-2 py-1.5 text-start text-soft hover:text-ink"
        >
          {t('choice.clear')}
        </button>
      ) : null}
    </fieldset>
  )
}

/** Searches choices at `path` 250 ms after the last key; inactive where every choice is already listed. */
function useFound(path: string | undefined, needle: string): UseQueryResult<FilterOptions> {
  const [find, setFind] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setFind(needle.trim()), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [needle])
  return useQuery({
    queryKey: ['choices', path, find],
    queryFn: ({ signal }) => fetchJson<FilterOptions>(`${path}&find=${encodeURIComponent(find)}`, { signal }),
    enabled: path !== undefined && find !== '',
    placeholderData: keepPreviousData,
  })
}

type MoreWords = {
  needle: string
  search: UseQueryResult<FilterOptions>
  more: FilterOptions['more'][string]
  listed: number
  key: string
}

/** Says how many choices the list leaves out, and how to find them. */
function moreWords({ needle, search, more, listed, key }: MoreWords, t: Words<'filters'>): string {
  if (needle.trim() === '')
    return listed === 0
      ? t('choice.type', { count: more.total })
      : t('choice.most-frequent', { listed, count: more.total })
  if (search.isError) return t('choice.search-failed')
  if (!search.data || search.isPlaceholderData) return t('choice.searching')
  const further = search.data.more[key]
  if (!further) return t('choice.all-found')
  const shown = search.data.options[key]?.length ?? 0
  return t('choice.some-found', { count: further.total, listed: shown })
}

function offeredChoices(
  spec: ChoiceFilter,
  options: FilterOptions | undefined,
): readonly Choice[] | undefined {
  if (!spec.isFixed) return options?.options[spec.key]
  return Object.entries(spec.labels ?? {}).map(([value, label]) => ({ value, label, count: 0 }))
}

type Listed = {
  spec: ChoiceFilter
  chosen: readonly string[]
  options: FilterOptions | undefined
  found: readonly Choice[]
}

function listChoices({ spec, chosen, options, found }: Listed, t: Words<'filters'>): readonly Choice[] {
  const known = offeredChoices(spec, options) ?? []
  const further = found.filter(({ value }) => !known.some((choice) => choice.value === value))
  const offered = [...known, ...further]
  const missing = chosen.filter((value) => !offered.some((choice) => choice.value === value))
  return [
    ...known.map((choice) => ({ ...choice, label: choiceLabel(spec, choice.value, known, t) })),
    ...further.map((choice) => ({ ...choice, label: choiceLabel(spec, choice.value, found, t) })),
    ...missing.map((value) => ({ value, label: choiceLabel(spec, value, known, t), count: 0 })),
  ]
}
