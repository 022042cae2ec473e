import { useQuery } from '@tanstack/react-query'
import { useFormat, useNow, useRelease } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { sourceQueries } from '#lib/sources/queries.ts'

/** When the report was made, in which zone, and by which Furrow. */
export function ReportStamp() {
  const format = useFormat()
  const t = useWords('report')
  const release = useRelease()
  const now = useNow()
  const { data } = useQuery(sourceQueries.health())
  // To the minute, so that the line changes once a minute.
  const time = format.instant(new Date(now - (now % 60_000)).toISOString())
  return (
    <p className="report-stamp mt-0.5 text-faint text-sm">
      {t('stamp', { time, zone: format.timeZone, release })}
      {data?.isSandbox ? ` ${t('sandbox')}` : null}
    </p>
  )
}
