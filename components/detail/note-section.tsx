import { useQuery } from '@tanstack/react-query'
import { Age } from '#components/ui/age.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { SourceText } from '#components/ui/source-text.tsx'
import { richText, useWords } from '#components/ui/words.tsx'
import { noteQueries, type RowKey } from '#lib/notes/queries.ts'
import type { RowNote } from '#lib/notes/schema.ts'
import { DetailSection } from './detail-parts.tsx'
import { NoteForm } from './note-form.tsx'

type NoteSectionProps = { row: RowKey; fundingSource: string | null }

/** What people wrote on a row; operators and admins write it here. */
export function NoteSection({ row, fundingSource }: NoteSectionProps) {
  const t = useWords('notes')
  const query = useQuery(noteQueries.of(row))
  const pending = (
    <Loading label={t('loading')}>
      <Skeleton className="w-2/3" />
    </Loading>
  )
  return (
    <DetailSection title={t('title')}>
      <Loaded query={query} failure={t('failed')} pending={pending}>
        {({ note, mayWrite }) => (
          <>
            {mayWrite ? (
              <NoteForm key={row.id} row={row} fundingSource={fundingSource} note={note} />
            ) : (
              <NoteText note={note} />
            )}
            {note ? <Written note={note} /> : null}
          </>
        )}
      </Loaded>
    </DetailSection>
  )
}

function Written({ note }: { note: RowNote }) {
  const t = useWords('notes')
  return (
    <p className="mt-2 text-faint text-sm">
      {richText(
        t.rich('written', {
          name: () => <SourceText key="name" text={note.changedBy} />,
          age: () => <Age key="age" instant={note.changedAt} />,
        }),
      )}
    </p>
  )
}

/** A note for people who only read it. */
function NoteText({ note }: { note: RowNote | null }) {
  const t = useWords('notes')
  if (note === null) return <p className="text-soft">{t('none')}</p>
  return (
    <>
      <p className="whitespace-pre-wrap wrap-anywhere">
        {note.text.split('\n').map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key, and never move
          <span key={at} className="block min-h-5">
            <SourceText text={line} />
          </span>
        ))}
      </p>
      <p className="mt-1 text-soft">
        {note.done ? t('state.done') : t('state.open')}
        {note.owner ? ' · ' : null}
        {note.owner ? <SourceText text={t(`owner.${note.owner.state}`, { name: note.owner.name })} /> : null}
      </p>
    </>
  )
}
