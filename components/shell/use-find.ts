import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type FindPlace, findListPath, foundPath } from '#lib/find/places.ts'
import { findQuery } from '#lib/find/queries.ts'
import type { Found } from '#lib/find/schema.ts'
import type { Role } from '#lib/people/roles.ts'
import { containsWords, plainText } from '#lib/plain-text.ts'
import { type NavigationItem, navigationOf } from './navigation.ts'

const SETTLE_MS = 120
const SHORTEST = 2

type FoundAddress = NonNullable<ReturnType<typeof findListPath | typeof foundPath>>

/** One line of the palette, which opens an address. */
export type FindOption = {
  href: FoundAddress | NavigationItem['href']
  name: string
  note: string
  /** Never cut off. */
  amount: string | null
  isWords: boolean
}
export type FindGroup = { title: string; count: string; options: readonly FindOption[] }

/**
 * Returns what a typed text finds: pages at once, rows once the text has rested. Rows of an earlier text are never
 * among them.
 */
export function useFind(text: string, role: Role) {
  const t = useWords('find')
  const tShell = useWords('shell')
  const tNames = useWords('names')
  const format = useFormat()
  const typed = text.trim()
  const search = useRested(typed)
  const isShort = [...plainText(typed)].length < SHORTEST
  const query = useQuery({ ...findQuery(search), enabled: !isShort && search === typed })
  const isCurrent = !isShort && search === typed
  const isPending = !isShort && (!isCurrent || query.isPending)

  const pages = navigationOf(role)
    .map(({ name, href }) => ({ href, name: tShell(`nav.${name}`), note: '', amount: null, isWords: true }))
    .filter(({ name }) => containsWords([name], typed))
  const titleOf = (place: FindPlace) => {
    if (place === 'funding-sources' || place === 'contracts' || place === 'billing-periods')
      return t(`place.${place}`)
    return t('place.invoices', { source: tNames(`source.${place}`) })
  }
  const allOf = (place: FindPlace) => {
    if (place === 'contracts' || place === 'billing-periods') return t(`all.${place}`)
    return t('all.invoices', { source: place === 'funding-sources' ? '' : tNames(`source.${place}`) })
  }
  const groupOf = ({ place, count, isMore, rows }: Found): FindGroup => {
    const all = findListPath(place, search)
    const found = rows.map((row) => ({
      href: foundPath(place, row.id, search),
      name: row.name,
      note: [row.text, row.day && format.day(row.day)].filter(Boolean).join(' · '),
      amount: row.amount === null || row.currency === null ? null : format.money(row.amount, row.currency),
      isWords: false,
    }))
    const more = all !== null && (isMore || count > rows.length)
    return {
      title: titleOf(place),
      count: `${format.count(count)}${isMore ? '+' : ''}`,
      options: more
        ? [...found, { href: all, name: allOf(place), note: '', amount: null, isWords: true }]
        : found,
    }
  }
  const found = isCurrent && query.data ? query.data.found : []
  const groups = [
    ...(pages.length > 0 ? [{ title: t('pages'), count: '', options: pages }] : []),
    ...found.map(groupOf),
  ]
  const sum = found.reduce((total, { count }) => total + count, pages.length)
  const isKnown = isCurrent && query.data !== undefined
  return {
    groups,
    isShort,
    isPending: isPending && !query.error,
    error: isCurrent ? query.error : null,
    /** How many results; null while that is unknown. */
    count: isKnown ? sum : null,
  }
}

/** Returns a value once it has been the same for a moment. */
function useRested(value: string): string {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}
