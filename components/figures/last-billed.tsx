import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#components/ui/reader.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { type EmptyScope, lastBilledFilters, rangeUntil } from '#lib/collections/last-billed.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { withQuery } from '#lib/paths.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

type LastBilledProps = { scope: EmptyScope; page: '/' | '/collections' }

/** Below figures without anything billed: the last billed week, with a link to it. */
export function LastBilled({ scope, page }: LastBilledProps) {
  const format = useFormat()
  const { data } = useQuery(collectionQueries.periods(lastBilledFilters(scope), 1))
  const day = data?.rows[0]?.startDate
  if (!data) return null
  if (!day) return <p className="mt-0.5 text-soft">Nothing was billed before these dates either.</p>
  const { from, to } = rangeUntil(day, scope.range)
  const search = new URLSearchParams([
    ...scope.fundingSources.map((name) => ['funding_source', name]),
    ['currency', scope.currency],
    ['from', from],
    ['to', to],
  ])
  return (
    <p className="mt-0.5 text-soft">
      Last billed: {format.dayRange(weekStart(day), weekEnd(day))}.{' '}
      <TextLink href={withQuery(page, search)}>Show the dates until then</TextLink>
    </p>
  )
}
