import { Pause, Play, RotateCw } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { explainError } from '#lib/api/explain-error.ts'
import { apiPaths } from '#lib/paths.ts'
import { sourceApi } from '#lib/sources/paths.ts'
import type { PauseAnswer, Refresh, SourceHealth } from '#lib/sources/schema.ts'

/** Actions for a source: pause, resume, refresh now, each with its result. */
export function SourceActions({ source }: { source: SourceHealth }) {
  const format = useFormat()
  const refresh = usePost<Refresh>(['sources'])
  const pausing = usePost<PauseAnswer>(['sources'])
  const error = pausing.error ?? refresh.error
  const count = refresh.data?.requested ?? 0
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
        {error ? `Could not do it. ${explainError(error).why}` : null}
        {!error && refresh.data && !isPaused
          ? `${format.count(count)} ${count === 1 ? 'window' : 'windows'} will be read next.`
          : null}
        {!error && pausing.data && !isPaused ? 'Resumed; the recent weeks are read now.' : null}
      </p>
      <Button
        size="sm"
        disabled={pausing.isPending}
        title={
          isPaused
            ? 'Let it be read again, its recent weeks at once'
            : 'Nothing reads this source until someone resumes it'
        }
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
        {isPaused ? 'Resume' : 'Pause'}
        <span className="sr-only">: {source.label}</span>
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
          Refresh now
          <span className="sr-only">: {source.label}</span>
        </Button>
      )}
    </div>
  )
}
