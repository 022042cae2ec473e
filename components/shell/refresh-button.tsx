import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainError } from '#lib/api/explain-error.ts'
import { fetchJson } from '#lib/api/fetch-json.ts'
import { apiPaths } from '#lib/paths.ts'
import { sourceQueries } from '#lib/sources/queries.ts'

type Step = { step: 'idle' | 'asking' | 'asked' } | { step: 'failed'; why: string }

/** Requests a refresh of every source that is neither off nor paused. */
export function RefreshButton() {
  const t = useWords('shell')
  const tFaults = useFaultWords()
  const name = t('refresh.name')
  const client = useQueryClient()
  const { data } = useQuery(sourceQueries.health())
  const [state, setState] = useState<Step>({ step: 'idle' })
  const sources = data?.sources.filter(({ state }) => state !== 'off' && state !== 'paused') ?? []

  if (data && !data.mayAct) return null

  const refresh = async () => {
    setState({ step: 'asking' })
    try {
      const asked = sources.map(({ source }) => fetchJson(apiPaths.refreshSource(source), { method: 'POST' }))
      await Promise.all(asked)
      setState({ step: 'asked' })
    } catch (error) {
      setState({ step: 'failed', why: `${t('refresh.failed')} ${explainError(error, tFaults).why}` })
    }
    await client.invalidateQueries({ queryKey: ['sources'] })
  }
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        aria-label={name}
        title={state.step === 'failed' ? state.why : name}
        disabled={sources.length === 0 || state.step === 'asking'}
        onClick={() => void refresh()}
      >
        <Icon
          name="refresh"
          size={15}
          className={
            state.step === 'asking' ? 'motion-safe:animate-spin' : state.step === 'failed' ? 'text-bad' : ''
          }
        />
      </Button>
      <span role="status" className="sr-only">
        {state.step === 'asked' ? t('refresh.done') : null}
        {state.step === 'failed' ? state.why : null}
      </span>
    </>
  )
}
