import { Button } from '#components/ui/button.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { useWords } from '#components/ui/words.tsx'
import type { RowNote } from '#lib/notes/schema.ts'

type NoteConflictProps = {
  /** What is saved now; null: the note was removed. */
  theirs: RowNote | null
  onKeep: () => void
  onBoth: () => void
  onTake: () => void
}

/** Shows what somebody else saved meanwhile, below what is typed, and lets the reader decide. */
export function NoteConflict({ theirs, onKeep, onBoth, onTake }: NoteConflictProps) {
  const t = useWords('notes')
  return (
    <div role="alert" className="rounded-md bg-wait-soft px-3 py-2 text-wait">
      <p>{t('conflict')}</p>
      <p className="mt-2 font-medium">{t('conflict.theirs')}</p>
      <p className="whitespace-pre-wrap wrap-anywhere text-ink">
        {theirs === null ? t('conflict.empty') : <SourceText text={theirs.text} />}
      </p>
      {theirs ? (
        <p className="text-soft">
          {theirs.done ? t('state.done') : t('state.open')}
          {theirs.owner ? ' · ' : null}
          {theirs.owner ? (
            <SourceText text={t(`owner.${theirs.owner.state}`, { name: theirs.owner.name })} />
          ) : null}
        </p>
      ) : null}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" onClick={onBoth}>
          {t('conflict.both')}
        </Button>
        <Button size="sm" onClick={onKeep}>
          {t('conflict.keep')}
        </Button>
        <Button size="sm" variant="quiet" onClick={onTake}>
          {t('conflict.take')}
        </Button>
      </div>
    </div>
  )
}
