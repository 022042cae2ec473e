import type { ReactNode } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { ToneIcon } from '#components/ui/tone-icon.tsx'
import { useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainInLine } from '#lib/api/explain-error.ts'
import type { Words } from '#lib/words/words.ts'

type ActNoteProps = {
  /** What was done and when it takes effect; null before any action. */
  done: ReactNode
  error: unknown
  onUndo?: (() => void) | null
  isPending?: boolean
}

/** The note is at the top of its pane, and the button may be far below. */
const show = (note: HTMLElement | null) => note?.scrollIntoView({ block: 'nearest' })

/** Returns the label of a field, by its name in the API. */
function fieldLabel(param: string, t: Words<'admin'>): string | undefined {
  switch (param.split('.')[0]) {
    case 'name':
      return t('field.name')
    case 'email':
      return t('field.email')
    case 'role':
      return t('field.role')
    case 'fundingSources':
      return t('sources.label')
    case 'expiresInDays':
      return t('integrations.days')
    case 'percent':
      return t('field.target')
    case 'graceDays':
      return t('key.grace')
  }
}

/** The result of an action, announced when it appears, with an Undo button where undo exists. */
export function ActNote({ done, error, onUndo, isPending = false }: ActNoteProps) {
  const t = useWords('admin')
  const tFaults = useFaultWords()
  const problem = error ? explainInLine(error, tFaults, (param) => fieldLabel(param, t)) : null
  return (
    <div role="status" className="text-sm empty:hidden">
      {problem ? (
        <p ref={show} className="mt-3 flex gap-2 rounded-md bg-bad-soft px-3 py-2 text-bad">
          <Icon name="alert" size={15} className="mt-0.5" />
          <span className="min-w-0 break-words text-pretty">{t('not-done', { why: problem })}</span>
        </p>
      ) : null}
      {!problem && done ? (
        <p ref={show} className="mt-3 flex items-start gap-2 rounded-md bg-ok-soft px-3 py-2">
          <span className="mt-1 text-ok">
            <ToneIcon tone="ok" size={14} />
          </span>
          <span className="min-w-0 flex-1 break-words text-pretty">{done}</span>
          {onUndo ? (
            <Button size="sm" disabled={isPending} onClick={onUndo}>
              {t('undo')}
            </Button>
          ) : null}
        </p>
      ) : null}
    </div>
  )
}
