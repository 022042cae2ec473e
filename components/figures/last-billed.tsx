import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#components/ui/reader.tsx'
import { TextLink } from '#components/ui/text-link.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { type EmptyScope, lastBilledFilters, rangeUntil } from '#lib/collections/last-billed.ts'
import { collectionQueries } from '#lib/collections/queries.ts'
import { withQuery } from '#lib/paths.ts'
import { weekEnd, weekStart } from '#lib/week.ts'

type LastBilledProps = { scope: EmptyScope; page: '/' | '/collections' | '/report' }

/** Below figures without anything billed: the last billed week, with a link to it. */
export function LastBilled({ scope, page }: LastBilledProps) {
  const format = useFormat()
  const t = useWords('figures')
  const { data } = useQuery(collectionQueries.periods(lastBilledFilters(scope), 1))
  const day = data?.rows[0]?.startDate
  if (!data) return null
  if (!day) return <p className="mt-0.5 text-soft">{t('last.none')}</p>
  const { from, to } = rangeUntil(day, scope.range)
  const search = new URLSearchParams([
    ...scope.fundingSources.map((name) => ['funding_source', name]),
    ['currency', scope.currency],
    ['from', from],
    ['to', to],
    ...(scope.asOf ? [['as_of', scope.asOf]] : []),
  ])
  return (
    <p className="mt-0.5 text-soft">
      {richText(
        t.rich('last.billed', {
          days: format.dayRange(weekStart(day), weekEnd(day)),
          link: (inside) => (
            <TextLink key="link" href={withQuery(page, search)}>
              {inside}
            </TextLink>
          ),
        }),
      )}
    </p>
  )
}
