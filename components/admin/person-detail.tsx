import { useState } from 'react'
import { DetailHeading, DetailSection } from '#components/detail/detail-parts.tsx'
import { Field, FieldList } from '#components/detail/field-list.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { Person, PersonAnswer } from '#lib/admin/schema.ts'
import { personState, scopeText } from '#lib/admin/words.ts'
import { ActNote } from './act-note.tsx'
import { AgeCell, StateBadge } from './cells.tsx'
import { GrantForm } from './grant-form.tsx'
import { PasswordLink } from './one-time-link.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { useAdminAct } from './use-admin-act.ts'

type Done = { text: string; undo: { path: string; body: object } | null }

/** One person: identity, access, sessions, and the changes that an admin can make. */
export function PersonDetail({ person }: { person: Person }) {
  const t = useWords('admin')
  const format = useFormat()
  const act = useAdminAct<PersonAnswer>()
  const [done, setDone] = useState<Done | null>(null)
  const perform = (path: string, body: object, tell: (answer: PersonAnswer) => Done) => {
    setDone(null)
    act.mutate({ path, body }, { onSuccess: (answer) => setDone(tell(answer)) })
  }
  const undo = done?.undo
  return (
    <>
      <DetailHeading title={person.name}>
        <StateBadge state={personState(person, t)} />
        {person.isYou ? <span className="text-soft">{t('act.this-is-you')}</span> : null}
      </DetailHeading>
      <PersonFields person={person} />
      <ActNote
        done={done?.text}
        error={act.error}
        isPending={act.isPending}
        onUndo={undo ? () => perform(undo.path, undo.body, () => ({ text: t('undone'), undo: null })) : null}
      />
      <DetailSection title={t('act.grant')}>
        {person.isYou ? (
          <p className="text-pretty text-soft">{t('act.not-yourself')}</p>
        ) : (
          <GrantForm
            key={person.version}
            initial={person}
            submitLabel={t('act.save')}
            effect={t('act.effect')}
            isPending={act.isPending}
            onSubmit={(grant) =>
              perform(adminApi.access(person.id), { ...grant, version: person.version }, (answer) => ({
                text: t('act.saved', {
                  role: grant.role,
                  name: answer.person.name,
                  scope: scopeText(grant, t, format),
                }),
                undo: {
                  path: adminApi.access(person.id),
                  body: {
                    role: person.role,
                    fundingSources: person.fundingSources,
                    version: answer.person.version,
                  },
                },
              }))
            }
          />
        )}
      </DetailSection>
      <PersonSessions person={person} />
      {person.isYou || person.disabledAt !== null ? null : (
        <DetailSection title={t('act.password')}>
          <PasswordLink key={person.id} person={person} />
        </DetailSection>
      )}
      {person.isYou ? null : (
        <DetailSection title={t('act.account')}>
          <AccountActs person={person} isPending={act.isPending} perform={perform} />
        </DetailSection>
      )}
    </>
  )
}

type AccountActsProps = {
  person: Person
  isPending: boolean
  perform: (path: string, body: object, tell: (answer: PersonAnswer) => Done) => void
}

function AccountActs({ person, isPending, perform }: AccountActsProps) {
  const t = useWords('admin')
  const { id, name, version } = person
  if (person.disabledAt !== null) {
    const enable = () =>
      perform(adminApi.enable(id), { version }, (answer) => ({
        text: t('act.enabled', { name }),
        undo: { path: adminApi.disable(id), body: { version: answer.person.version } },
      }))
    return (
      <Button size="sm" disabled={isPending} onClick={enable}>
        {t('act.enable')}
      </Button>
    )
  }
  const disable = () =>
    perform(adminApi.disable(id), { version }, (answer) => ({
      text: t('act.disabled', { name }),
      undo: { path: adminApi.enable(id), body: { version: answer.person.version } },
    }))
  return (
    <ConfirmButton
      label={t('act.disable')}
      confirmLabel={t('act.disable-confirm', { name })}
      isPending={isPending}
      onConfirm={disable}
    >
      {t('act.disable-text', { name })}
    </ConfirmButton>
  )
}

function PersonFields({ person }: { person: Person }) {
  const t = useWords('admin')
  const tAccess = useWords('access')
  const format = useFormat()
  return (
    <FieldList>
      <Field label={t('field.email')}>{person.email}</Field>
      <Field label={t('field.role')}>{tAccess(`role.${person.role}`)}</Field>
      <Field label={t('field.scope')}>{scopeText(person, t, format)}</Field>
      <Field label={t('field.last-use')}>
        <AgeCell instant={person.lastUsedAt} never={t('missing.session')} />
      </Field>
      <Field label={t('field.since')}>{format.instant(person.createdAt)}</Field>
      {person.disabledAt ? (
        <Field label={t('field.disabled')}>{format.instant(person.disabledAt)}</Field>
      ) : null}
    </FieldList>
  )
}
