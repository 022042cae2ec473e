import { useState } from 'react'
import { DetailHeading, DetailSection, Field, FieldList } from '#components/detail/detail-parts.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import type { Person, PersonAnswer } from '#lib/admin/schema.ts'
import { personState, scopeText } from '#lib/admin/words.ts'
import { ROLE_LABELS } from '#lib/people/roles.ts'
import { ActNote } from './act-note.tsx'
import { AgeCell, StateBadge } from './cells.tsx'
import { GrantForm } from './grant-form.tsx'
import { PasswordLink } from './one-time-link.tsx'
import { PersonSessions } from './person-sessions.tsx'
import { useAdminAct } from './use-admin-act.ts'

type Done = { text: string; undo: { path: string; body: object } | null }

/** One person: identity, access, sessions, and the changes that an admin can make. */
export function PersonDetail({ person }: { person: Person }) {
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
        <StateBadge state={personState(person)} />
        {person.isYou ? <span className="text-soft">This is you</span> : null}
      </DetailHeading>
      <PersonFields person={person} />
      <ActNote
        done={done?.text}
        error={act.error}
        isPending={act.isPending}
        onUndo={
          undo
            ? () => perform(undo.path, undo.body, () => ({ text: 'Undone. All is as before.', undo: null }))
            : null
        }
      />
      <DetailSection title="Role and funding sources">
        {person.isYou ? (
          <p className="text-pretty text-soft">
            You cannot change your own role or disable yourself: another admin can.
          </p>
        ) : (
          <GrantForm
            key={person.version}
            initial={person}
            submitLabel="Save"
            effect="Works on their next request, in every open session. You can undo it."
            isPending={act.isPending}
            onSubmit={(grant) =>
              perform(adminApi.access(person.id), { ...grant, version: person.version }, (answer) => ({
                text: `Saved. ${answer.person.name} is ${ROLE_LABELS[grant.role].toLowerCase()} and sees ${scopeText(grant)}, from the next request on.`,
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
        <DetailSection title="Password">
          <PasswordLink key={person.id} person={person} />
        </DetailSection>
      )}
      {person.isYou ? null : (
        <DetailSection title="Account">
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
  const { id, name, version } = person
  if (person.disabledAt !== null) {
    const enable = () =>
      perform(adminApi.enable(id), { version }, (answer) => ({
        text: `${name} can sign in again, with the role and funding sources shown here.`,
        undo: { path: adminApi.disable(id), body: { version: answer.person.version } },
      }))
    return (
      <Button size="sm" disabled={isPending} onClick={enable}>
        Enable account
      </Button>
    )
  }
  const disable = () =>
    perform(adminApi.disable(id), { version }, (answer) => ({
      text: `${name} is disabled and signed out everywhere.`,
      undo: { path: adminApi.enable(id), body: { version: answer.person.version } },
    }))
  return (
    <ConfirmButton
      label="Disable account…"
      confirmLabel={`Disable ${name}`}
      isPending={isPending}
      onConfirm={disable}
    >
      {name} is signed out everywhere at once and cannot sign in until someone enables the account. Role and
      funding sources are kept. You can undo it, but ended sessions stay ended.
    </ConfirmButton>
  )
}

function PersonFields({ person }: { person: Person }) {
  const format = useFormat()
  return (
    <FieldList>
      <Field label="E-mail">{person.email}</Field>
      <Field label="Role">{ROLE_LABELS[person.role]}</Field>
      <Field label="Sees">{scopeText(person)}</Field>
      <Field label="Last use">
        <AgeCell instant={person.lastUsedAt} never="No session is open" />
      </Field>
      <Field label="Since">{format.instant(person.createdAt)}</Field>
      {person.disabledAt ? <Field label="Disabled">{format.instant(person.disabledAt)}</Field> : null}
    </FieldList>
  )
}
