import { useQuery } from '@tanstack/react-query'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { useFormat } from '#components/ui/reader.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { explainInLine } from '#lib/api/explain-error.ts'
import { describeDevice } from '#lib/people/device.ts'
import { accountApi } from '#lib/people/paths.ts'
import { peopleQueries } from '#lib/people/queries.ts'
import type { OwnSession } from '#lib/people/schema.ts'

/** The sessions of a person; each can be ended. */
export function SessionList() {
  const format = useFormat()
  const query = useQuery(peopleQueries.ownSessions())
  const end = usePost<{ endedSessions: number }>(peopleQueries.ownSessions().queryKey)
  const { sessions = [], total = 0 } = query.data ?? {}
  const others = total - sessions.filter((session) => session.isCurrent).length
  return (
    <section aria-labelledby="sessions-heading" className="mt-8 max-w-[760px]">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="sessions-heading" className="font-semibold text-lg">
          Where you are signed in
        </h2>
        {others > 0 ? (
          <EndOthers
            count={others}
            isPending={end.isPending}
            onConfirm={() => end.mutate({ path: accountApi.endOtherSessions })}
          />
        ) : null}
      </div>
      <p className="mt-1.5 max-w-[68ch] text-pretty text-soft">
        A session ends after 30 minutes without use, and 12 hours after signing in.
      </p>
      <p role="status" className="text-ok empty:hidden">
        {end.data
          ? `${end.data.endedSessions === 1 ? 'One session' : `${end.data.endedSessions} sessions`} ended.`
          : ''}
      </p>
      {end.error ? (
        <p role="alert" className="mt-2 text-bad">
          The session was not ended: {explainInLine(end.error)}
        </p>
      ) : null}
      {total > sessions.length ? (
        <p className="mt-1.5 max-w-[68ch] text-pretty text-soft">
          This session and those used last: {format.count(sessions.length)} of {format.count(total)}. To end
          one that is not listed, end all other sessions.
        </p>
      ) : null}
      <Loaded
        query={query}
        failure="Your sessions could not be loaded"
        pending={<Skeleton className="mt-3 h-14 w-full" />}
      >
        {() => (
          <ul className="mt-3 divide-y divide-line border-line border-y">
            {sessions.map((session) => (
              <SessionItem
                key={session.id}
                session={session}
                isBusy={end.isPending}
                onEnd={() => end.mutate({ path: accountApi.endOwnSession(session.id) })}
              />
            ))}
          </ul>
        )}
      </Loaded>
    </section>
  )
}

type EndOthersProps = { count: number; isPending: boolean; onConfirm: () => void }

function EndOthers({ count, isPending, onConfirm }: EndOthersProps) {
  const sessions = count === 1 ? 'one other session' : `${count} other sessions`
  return (
    <ConfirmButton
      label="End all other sessions…"
      confirmLabel={`End ${sessions}`}
      isPending={isPending}
      onConfirm={onConfirm}
    >
      {count === 1 ? 'One other session ends' : `${count} other sessions end`}, on whatever device. This one
      stays. It cannot be undone, but signing in again is possible at once.
    </ConfirmButton>
  )
}

type SessionItemProps = { session: OwnSession; isBusy: boolean; onEnd: () => void }

function SessionItem({ session, isBusy, onEnd }: SessionItemProps) {
  const device = describeDevice(session.userAgent)
  return (
    <li className="flex items-center justify-between gap-3 py-2.5">
      <div className="min-w-0">
        <p className="truncate font-medium">
          {device}
          {session.isCurrent ? <span className="ms-2 font-normal text-accent">This session</span> : null}
        </p>
        <p className="text-sm text-soft">
          Last used <Age instant={session.lastUsedAt} />, signed in <Age instant={session.createdAt} />
          {session.address ? <span className="whitespace-nowrap">, from {session.address}</span> : null}
        </p>
      </div>
      {session.isCurrent ? null : (
        <Button size="sm" disabled={isBusy} onClick={onEnd} aria-label={`End the session of ${device}`}>
          End
        </Button>
      )}
    </li>
  )
}
