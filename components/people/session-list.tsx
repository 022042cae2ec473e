import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Age } from '#components/ui/age.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { Loaded } from '#components/ui/loaded.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { usePost } from '#components/ui/use-post.ts'
import { richText, useFaultWords, useWords } from '#components/ui/words.tsx'
import { explainInLine } from '#lib/api/explain-error.ts'
import { describeDevice } from '#lib/people/device.ts'
import { accountApi } from '#lib/people/paths.ts'
import { peopleQueries } from '#lib/people/queries.ts'
import type { OwnSession } from '#lib/people/schema.ts'

/** The sessions of a person; each can be ended. */
export function SessionList() {
  const t = useWords('account')
  const tFaults = useFaultWords()
  const query = useQuery(peopleQueries.ownSessions())
  const end = usePost<{ endedSessions: number }>(peopleQueries.ownSessions().queryKey)
  const { sessions = [], total = 0 } = query.data ?? {}
  const others = total - sessions.filter((session) => session.isCurrent).length
  return (
    <section aria-labelledby="sessions-heading" className="mt-8 max-w-[760px]">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="sessions-heading" className="font-semibold text-lg">
          {t('sessions.title')}
        </h2>
        {others > 0 ? (
          <EndOthers
            count={others}
            isPending={end.isPending}
            onConfirm={() => end.mutate({ path: accountApi.endOtherSessions })}
          />
        ) : null}
      </div>
      <p className="mt-1.5 max-w-[68ch] text-pretty text-soft">{t('sessions.rule')}</p>
      <p role="status" className="text-ok empty:hidden">
        {end.data ? t('sessions.ended', { count: end.data.endedSessions }) : ''}
      </p>
      {end.error ? (
        <p role="alert" className="mt-2 text-bad">
          {t('sessions.failed', { why: explainInLine(end.error, tFaults) })}
        </p>
      ) : null}
      {total > sessions.length ? (
        <p className="mt-1.5 max-w-[68ch] text-pretty text-soft">
          {t('sessions.more', { shown: sessions.length, total })}
        </p>
      ) : null}
      <Loaded
        query={query}
        failure={t('sessions.unloaded')}
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
  const t = useWords('account')
  return (
    <ConfirmButton
      label={t('sessions.end-others')}
      confirmLabel={t('sessions.confirm', { count })}
      isPending={isPending}
      onConfirm={onConfirm}
    >
      {t('sessions.confirm-text', { count })}
    </ConfirmButton>
  )
}

type SessionItemProps = { session: OwnSession; isBusy: boolean; onEnd: () => void }

function SessionItem({ session, isBusy, onEnd }: SessionItemProps) {
  const t = useWords('account')
  const device = describeDevice(session.userAgent, useWords('access'))
  const used = () => <Age key="used" instant={session.lastUsedAt} />
  const since = () => <Age key="since" instant={session.createdAt} />
  const { address } = session
  return (
    <li className="flex items-center justify-between gap-3 py-2.5">
      <div className="min-w-0">
        <p className="truncate font-medium">
          {device}
          {session.isCurrent ? (
            <span className="ms-2 font-normal text-accent">{t('sessions.this')}</span>
          ) : null}
        </p>
        <p className="text-sm text-soft">
          {richText(
            address
              ? t.rich('sessions.use-from', { used, since, from: drawPlace, address })
              : t.rich('sessions.use', { used, since }),
          )}
        </p>
      </div>
      {session.isCurrent ? null : (
        <Button size="sm" disabled={isBusy} onClick={onEnd} aria-label={t('sessions.end-one', { device })}>
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}

function drawPlace(inside: ReactNode) {
  return (
    <span key="place" className="whitespace-nowrap">
      {inside}
    </span>
  )
}
