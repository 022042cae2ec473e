import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { useIsMisread } from '#components/ui/misread.ts'
import { useFormat } from '#components/ui/reader.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import { serverNow } from '#lib/api/server-clock.ts'
import { apiPaths } from '#lib/paths.ts'
import type { ReportMark } from '#lib/report/schema.ts'

/**
 * Prints the report, and records that it was handed out. These are two acts, because the browser does not tell whether
 * a print was cancelled, and many prints are drafts.
 */
export function HandOut({ mark }: { mark: ReportMark }) {
  const format = useFormat()
  const t = useWords('report')
  const tFaults = useFaultWords()
  const router = useRouter()
  const isMisread = useIsMisread()
  const post = usePost<ReportMark>(['report'])
  const { handedOutAt } = post.data ?? mark
  // What changes after the first print belongs to the next report.
  const printedAt = useRef<string | null>(null)
  useEffect(() => {
    const remember = () => {
      printedAt.current ??= new Date(serverNow()).toISOString()
    }
    window.addEventListener('beforeprint', remember)
    return () => window.removeEventListener('beforeprint', remember)
  }, [])
  const handOut = () => {
    const body = { printed_at: printedAt.current }
    post.mutate({ path: apiPaths.handOutReport, body }, { onSuccess: () => router.refresh() })
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button title={t('mark.why')} disabled={post.isPending || isMisread} onClick={handOut}>
        {t('mark.act')}
      </Button>
      <Button variant="primary" disabled={isMisread} onClick={() => window.print()}>
        {t('print')}
      </Button>
      <p role="status" className="text-soft text-sm">
        {post.error ? (
          <span className="text-bad">
            {t('mark.failed')} {explainError(post.error, tFaults).why}
          </span>
        ) : handedOutAt === null ? null : (
          t('mark.done', { time: format.instant(handedOutAt) })
        )}
      </p>
    </div>
  )
}
