import { useQuery } from '@tanstack/react-query'
import { DetailSection } from '#components/detail/detail-parts.tsx'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Loading, Skeleton } from '#components/ui/skeleton.tsx'
import { useWords } from '#components/ui/words.tsx'
import { adminApi } from '#lib/admin/paths.ts'
import { adminQueries } from '#lib/admin/queries.ts'
import type { EndedSessions, Person, PersonSessions as Sessions } from '#lib/admin/schema.ts'
import { explainInLine } from '#lib/api/explain-error.ts'
import { describeDevice } from '#lib/people/device.ts'
import { ActNote } from './act-note.tsx'
import { useAdminAct } from './use-admin-act.ts'

/** The open sessions of a person, and the actions that end them. */
export function PersonSessions({ person }: { person: Person }) {
  const format = useFormat()
  const query = useQuery(adminQueries.sessions(person.id))
  const act = useAdminAct<EndedSessions>()
  const end = (session: string | null) =>
    act.mutate({ path: adminApi.endSessions(person.id), body: { session } })
  const { sessions, total = 0 } = query.data ?? {}
  const count = act.data?.ended ?? 0
  return (
    <DetailSection title="Sessions">
      {sessions ? <SessionList sessions={sessions} isPending={act.isPending} onEnd={end} /> : null}
      {sessions && total > sessions.length ? (
        <p className="mt-1 text-soft text-sm">
          The {format.count(sessions.length)} last used of {format.count(total)}. To end the others as well,
          end all sessions.
        </p>
      ) : null}
      {!sessions && query.error ? (
        <p role="alert" className="text-bad text-sm">
          The sessions could not be loaded. {explainInLine(query.error)}
        </p>
      ) : null}
      {!sessions && !query.error ? (
        <Loading label="Loading sessions">
          <Skeleton className="w-2/3" />
        </Loading>
      ) : null}
      {sessions && sessions.length > 1 ? (
        <div className="mt-2">
          <ConfirmButton
            label="End all sessions…"
            confirmLabel="End all sessions"
            isPending={act.isPending}
            onConfirm={() => end(null)}
          >
            {person.isYou ? 'You are' : `${person.name} is`} signed out on every device with the next request.
            This cannot be undone, but signing in again is possible at once.
          </ConfirmButton>
        </div>
      ) : null}
      <ActNote
        error={act.error}
        done={
          act.data
            ? `${count === 1 ? 'One session' : `${count} sessions`} ended. This cannot be undone.`
            : null
        }
      />
    </DetailSection>
  )
}

type SessionListProps = {
  sessions: Sessions['sessions']
  isPending: boolean
  onEnd: (id: string) => void
}

function SessionList({ sessions, isPending, onEnd }: SessionListProps) {
  const tAccess = useWords('access')
  if (sessions.length === 0) return <p className="text-soft">Not signed in anywhere.</p>
  return (
    <ul className="divide-y divide-line">
      {sessions.map((session) => (
        <li key={session.id} className="flex items-center gap-3 py-1.5">
          <div className="min-w-0 flex-1">
            <p title={session.device ?? undefined} className="truncate">
              {describeDevice(session.device, tAccess)}
            </p>
            <p className="text-faint text-sm">
              {session.address ?? 'unknown address'} · used <Age instant={session.lastUsedAt} />
            </p>
          </div>
          <Button size="sm" disabled={isPending} onClick={() => onEnd(session.id)}>
            End<span className="sr-only"> this session</span>
          </Button>
        </li>
      ))}
    </ul>
  )
}
