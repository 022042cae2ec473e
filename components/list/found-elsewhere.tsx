import { useQuery } from '@tanstack/react-query'
import { PageLink } from '#components/ui/page-link.tsx'
import { useWords } from '#components/ui/words.tsx'
import { type FindPlace, findListPath } from '#lib/find/places.ts'
import { findQuery } from '#lib/find/queries.ts'

/** Links to the lists in which a search finds something, where this list with its filters has nothing. */
export function FoundElsewhere({ search }: { search: string }) {
  const t = useWords('find')
  const tNames = useWords('names')
  const { data } = useQuery(findQuery(search))
  const lists = data?.found.flatMap(({ place, count, isMore }) => {
    const href = findListPath(place, search)
    return href === null ? [] : [{ place, href, count, more: String(isMore) }]
  })
  if (!lists || lists.length === 0) return null
  const words = (place: FindPlace, found: { count: number; more: string }) => {
    if (place === 'contracts' || place === 'billing-periods') return t(`elsewhere.${place}`, found)
    const source = place === 'funding-sources' ? '' : tNames(`source.${place}`)
    return t('elsewhere.invoices', { ...found, source })
  }
  return (
    <ul className="mt-3">
      {lists.map(({ place, href, count, more }) => (
        <li key={place}>
          <PageLink href={href} className="text-accent underline underline-offset-2">
            {words(place, { count, more })}
          </PageLink>
        </li>
      ))}
    </ul>
  )
}
