import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { FailureLine } from '#components/ui/failure-line.tsx'
import { FormLine } from '#components/ui/field.tsx'
import { useWords } from '#components/ui/words.tsx'
import { ApiError, fetchJson } from '#lib/api/fetch-json.ts'
import { MAX_NOTE } from '#lib/notes/limits.ts'
import { noteQueries, type RowKey } from '#lib/notes/queries.ts'
import type { NoteAnswer, RowNote } from '#lib/notes/schema.ts'
import { apiPaths } from '#lib/paths.ts'
import { UNASSIGNED_CHOICE } from '#lib/unassigned.ts'
import { visibleText } from '#lib/visible-text.ts'
import type { Words } from '#lib/words/words.ts'
import { NoteConflict } from './note-conflict.tsx'

/** What is typed: kept while the page is open, so that opening another row loses nothing. */
type Draft = { text: string; owner: string; done: boolean; version: string }
const drafts = new Map<string, Draft>()

type NoteFormProps = { row: RowKey; fundingSource: string | null; note: RowNote | null }

/** Writes the note of a row. A note that somebody else changed meanwhile is shown beside the typed one. */
export function NoteForm({ row, fundingSource, note }: NoteFormProps) {
  const t = useWords('notes')
  const client = useQueryClient()
  const key = JSON.stringify(row)
  const stored = draftOf(note)
  const [draft, setDraft] = useState(() => drafts.get(key) ?? stored)
  const save = useMutation({
    mutationFn: ({ text, owner, done, version }: Draft) =>
      fetchJson<NoteAnswer>(apiPaths.writeNote, {
        method: 'POST',
        body: { ...row, text, done, owner: owner === '' ? null : owner, version },
      }),
    onSuccess: (answer) => {
      drafts.delete(key)
      client.setQueryData(noteQueries.of(row).queryKey, answer)
      setDraft(draftOf(answer.note))
      const list = row.resource === 'invoices' ? ['invoices'] : ['billing-periods']
      for (const part of ['list', 'options']) void client.invalidateQueries({ queryKey: [...list, part] })
    },
    onError: (error) => {
      if (isConflict(error)) void client.invalidateQueries({ queryKey: noteQueries.of(row).queryKey })
    },
  })
  const isChanged = draft.text !== stored.text || draft.owner !== stored.owner || draft.done !== stored.done
  const isBehind = draft.version !== stored.version
  // Somebody else's change shows at once where nothing is typed.
  useEffect(() => {
    if (isBehind && !drafts.has(key) && !save.isPending) setDraft(draftOf(note))
  }, [isBehind, key, note, save.isPending])
  const change = (patch: Partial<Draft>) => {
    const next = { ...draft, ...patch }
    drafts.set(key, next)
    setDraft(next)
    if (save.isSuccess) save.reset()
  }
  const left = MAX_NOTE - [...draft.text].length
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isChanged && !isBehind && left >= 0 && !save.isPending) save.mutate(draft)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3" autoComplete="off">
      <FormLine label={t('text')} hint={left < 200 ? leftText(t, left) : undefined}>
        {(names) => (
          <textarea
            {...names}
            value={draft.text}
            rows={Math.min(8, Math.max(2, draft.text.split('\n').length))}
            aria-invalid={left < 0}
            onChange={(event) => change({ text: event.target.value })}
            className="field h-auto! w-full resize-y py-1.5"
          />
        )}
      </FormLine>
      <Owner
        value={draft.owner}
        note={note}
        fundingSource={fundingSource}
        onChange={(owner) => change({ owner })}
      />
      {isBehind && drafts.has(key) ? (
        <NoteConflict
          theirs={note}
          onKeep={() => change({ version: stored.version })}
          onBoth={() =>
            change({
              text: [stored.text, draft.text].filter(Boolean).join('\n'),
              version: stored.version,
            })
          }
          onTake={() => {
            drafts.delete(key)
            setDraft(stored)
            save.reset()
          }}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <label className="flex h-8 cursor-pointer items-center gap-2 max-md:h-11">
          <input
            type="checkbox"
            checked={draft.done}
            onChange={(event) => change({ done: event.target.checked })}
            className="size-4 accent-accent"
          />
          {t('done')}
        </label>
        <Button
          type="submit"
          className="ms-auto max-md:h-11"
          disabled={!isChanged || isBehind || left < 0 || save.isPending}
        >
          {save.isPending ? t('saving') : t('save')}
        </Button>
      </div>
      <p role="status" className="text-sm text-soft empty:hidden">
        {save.isSuccess ? t('saved') : ''}
      </p>
      {save.error && !isConflict(save.error) ? (
        <FailureLine what={t('save.failed')} error={save.error} />
      ) : null}
    </form>
  )
}

function leftText(t: Words<'notes'>, left: number): string {
  return left < 0 ? t('over', { count: -left }) : t('left', { count: left })
}

function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.problem.code === 'changed_meanwhile'
}

function draftOf(note: RowNote | null): Draft {
  if (note === null) return { text: '', owner: '', done: false, version: '' }
  return { text: note.text, owner: note.owner?.id ?? '', done: note.done, version: note.version }
}

type OwnerProps = {
  value: string
  note: RowNote | null
  fundingSource: string | null
  onChange: (id: string) => void
}

/** Chooses the owner among those who may see the row. The present one stays, whatever became of the account. */
function Owner({ value, note, fundingSource, onChange }: OwnerProps) {
  const t = useWords('notes')
  const query = useQuery(noteQueries.owners(fundingSource ?? UNASSIGNED_CHOICE))
  const people = query.data?.people ?? []
  const owner = note?.owner
  const isListed = owner === undefined || owner === null || people.some(({ id }) => id === owner.id)
  return (
    <FormLine label={t('owner')} hint={query.error ? t('owners.failed') : undefined}>
      {(names) => (
        <select
          {...names}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className="field h-8 w-full max-md:h-11!"
        >
          <option value="">{t('nobody')}</option>
          {owner && !isListed ? (
            <option value={owner.id}>{visibleText(t(`owner.${owner.state}`, { name: owner.name }))}</option>
          ) : null}
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {visibleText(name)}
            </option>
          ))}
        </select>
      )}
    </FormLine>
  )
}
