import { Pause, Play, RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { srOnly } from '#components/ui/sr-only.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import { apiPaths } from '#lib/paths.ts'
import { sourceApi } from '#lib/sources/paths.ts'
import type { PauseAnswer, Refresh, SourceHealth } from '#lib/sources/schema.ts'

/** Actions for a source: pause, resume, refresh now, each with its result. */
export function SourceActions({ source }: { source: SourceHealth }) {
  const t = useWords('sources')
  const tNames = useWords('names')
  const tFaults = useFaultWords()
  const refresh = usePost<Refresh>(['sources'])
  const pausing = usePost<PauseAnswer>(['sources'])
  const error = pausing.error ?? refresh.error
  const count = refresh.data?.requested ?? 0
  const named = { source: tNames(`source.${source.source}`), sr: srOnly }
  const isPaused = source.paused !== null
  const Sign = isPaused ? Play : Pause
  const begin = (act: typeof pausing | typeof refresh, path: string) => {
    pausing.reset()
    refresh.reset()
    act.mutate({ path })
  }
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-2 gap-y-1">
      <p role="status" className={error ? 'text-bad text-sm' : 'text-sm text-soft'}>
        {error ? t('action.failed', { why: explainError(error, tFaults).why }) : null}
        {!error && refresh.data && !isPaused ? t('action.requested', { count }) : null}
        {!error && pausing.data && !isPaused ? t('action.resumed') : null}
      </p>
      <Button
        size="sm"
        disabled={pausing.isPending}
        title={isPaused ? t('action.resume-hint') : t('action.pause-hint')}
        onClick={() =>
          begin(
            pausing,
            source.paused
              ? sourceApi.resumeSource(source.source, source.paused.since)
              : sourceApi.pauseSource(source.source),
          )
        }
      >
        <Sign size={13} aria-hidden="true" />
        {richText(isPaused ? t.rich('action.resume', named) : t.rich('action.pause', named))}
      </Button>
      {isPaused ? null : (
        <Button
          size="sm"
          disabled={refresh.isPending}
          onClick={() => begin(refresh, apiPaths.refreshSource(source.source))}
        >
          <RotateCw
            size={13}
            aria-hidden="true"
            className={refresh.isPending ? 'motion-safe:animate-spin' : ''}
          />
          {richText(t.rich('action.refresh', named))}
        </Button>
      )}
    </div>
  )
}
