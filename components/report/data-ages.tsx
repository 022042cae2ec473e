import { useQuery } from '@tanstack/react-query'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { UNKNOWN } from '#lib/format.ts'
import { sourceQueries } from '#lib/sources/queries.ts'

/** When each list of the sources was last read completely. */
export function DataAges() {
  const format = useFormat()
  const t = useWords('report')
  const tNames = useWords('names')
  const { data } = useQuery(sourceQueries.health())
  const shown = data?.sources.filter(({ state, outOfScope }) => state !== 'off' && outOfScope === null) ?? []
  const time = (instant: string | null) => (instant === null ? UNKNOWN : format.instant(instant))
  return (
    <>
      <ul className="data-ages">
        {shown.flatMap(({ source, resources }) =>
          resources.map(({ resource, recentAsOf, historyAsOf, windows }) => (
            <li key={`${source} ${resource}`}>
              <span className="font-medium">
                {t('ages.list', {
                  source: tNames(`source.${source}`),
                  list: tNames(`resource.${resource}`),
                })}
              </span>{' '}
              <span className="text-soft">
                {t('ages.times', { recent: time(recentAsOf), history: time(historyAsOf) })}{' '}
                {windows.complete < windows.total
                  ? t('ages.partial', { complete: windows.complete, total: windows.total })
                  : t('ages.complete')}
              </span>
            </li>
          )),
        )}
      </ul>
      <p className="mt-1 text-soft">{t('ages.means')}</p>
    </>
  )
}
