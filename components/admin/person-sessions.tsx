import { useQuery } from '@tanstack/react-query'
import { DetailSection } from '#components/detail/detail-parts.tsx'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { srOnly } from '#components/ui/sr-only.tsx'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import type { EndedSessions, Person, PersonSessions as Sessions } from '#lib/admin/schema.ts'
import { explainInLine } from '#lib/api/explain-error.ts'
import { describeDevice } from '#lib/people/device.ts'
import { ActNote } from './act-note.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** The open sessions of a person, and the actions that end them. */
export function PersonSessions({ person }: { person: Person }) {
  const t = useWords('admin')
  const tFaults = useFaultWords()
  const query = useQuery(adminQueries.sessions(person.id))
  const act = useAdminAct<EndedSessions>()
  const end = (session: string | null) =>
    act.mutate({ path: adminApi.endSessions(person.id), body: { session } })
  const { sessions, total = 0 } = query.data ?? {}
  return (
    <DetailSection title={t('sessions.title')}>
      {sessions ? <SessionList sessions={sessions} isPending={act.isPending} onEnd={end} /> : null}
      {sessions && total > sessions.length ? (
        <p className="mt-1 text-soft text-sm">{t('sessions.more', { shown: sessions.length, total })}</p>
      ) : null}
      {!sessions && query.error ? (
        <p role="alert" className="text-bad text-sm">
          {t('sessions.failed', { why: explainInLine(query.error, tFaults) })}
        </p>
      ) : null}
      {!sessions && !query.error ? (
        <Loading label={t('sessions.loading')}>
          <Skeleton className="w-2/3" />
        </Loading>
      ) : null}
      {sessions && sessions.length > 1 ? (
        <div className="mt-2">
          <ConfirmButton
            label={t('sessions.end-all')}
            confirmLabel={t('sessions.confirm')}
            isPending={act.isPending}
            onConfirm={() => end(null)}
          >
            {person.isYou ? t('sessions.you-text') : t('sessions.other-text', { name: person.name })}
          </ConfirmButton>
        </div>
      ) : null}
      <ActNote error={act.error} done={act.data ? t('sessions.ended', { count: act.data.ended }) : null} />
    </DetailSection>
  )
}

type SessionListProps = {
  sessions: Sessions['sessions']
  isPending: boolean
  onEnd: (id: string) => void
}

function SessionList({ sessions, isPending, onEnd }: SessionListProps) {
  const t = useWords('admin')
  const tAccess = useWords('access')
  if (sessions.length === 0) return <p className="text-soft">{t('sessions.none')}</p>
  return (
    <ul className="divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.id} className="flex items-center gap-3 py-1.5">
          <div className="min-w-0 flex-1">
            <p title={session.device ?? undefined} className="truncate">
              {describeDevice(session.device, tAccess)}
            </p>
            <p className="text-faint text-sm">
              <SessionUse session={session} />
            </p>
          </div>
          <Button size="sm" disabled={isPending} onClick={() => onEnd(session.id)}>
            {richText(t.rich('sessions.end', { hidden: srOnly }))}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function SessionUse({ session: { address, lastUsedAt } }: { session: Sessions['sessions'][number] }) {
  const t = useWords('admin')
  const age = () => <Age key="age" instant={lastUsedAt} />
  return richText(
    address === null ? t.rich('sessions.use-unknown', { age }) : t.rich('sessions.use', { address, age }),
  )
}
