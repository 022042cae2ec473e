import type { Sources } from '#rehearsal/sources/sources.ts'
import { ask, askJson, type Caller, type Place, post } from './asking.ts'
import { select } from './contents.ts'
import { CHIDI, type Credentials, EMEKA } from './first-days.ts'
import { type Environment, type Furrow, startFurrow } from './furrow.ts'
import { accept, accountOf, choosePassword, signIn } from './people.ts'
import { newInstallation } from './place.ts'
import { until } from './waiting.ts'

// Two web servers behind one load balancer and two workers, on one database.

export type Fleet = {
  /** The two web servers, which share one public host. */
  webs: readonly [Place, Place]
  stop(): Promise<void>
}

/**
 * Starts all four at once.
 * @param environment variables shared by all of them, including the database URL and the secret
 */
export async function startFleet(environment: Environment): Promise<Fleet> {
  const [first, second] = [
    await newInstallation('web-1', environment),
    await newInstallation('web-2', environment),
  ]
  const workers = [
    await newInstallation('worker-1', environment),
    await newInstallation('worker-2', environment),
  ]
  const shared = { APP_URL: `http://${first.host}` }
  const starting = [
    ...[first, second].map((web) => startFurrow({ ...web.environment, ...shared, ROLE: 'web' })),
    ...workers.map((worker) => startFurrow({ ...worker.environment, ...shared, ROLE: 'worker' })),
  ]
  const started = await Promise.allSettled(starting)
  const running = started.flatMap((each): Furrow[] => (each.status === 'fulfilled' ? [each.value] : []))
  const stop = async () => {
    await Promise.all(running.map((furrow) => furrow.stop()))
  }
  const failed = started.find((each) => each.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  const host = first.host
  return {
    webs: [
      { url: first.url, host },
      { url: second.url, host },
    ],
    stop,
  }
}

type Health = { sources: { source: string; paused: { since: string } | null }[] }

/**
 * Changes data at one server and checks the change at the other.
 * @returns one line for each change that the other server does not know
 */
export async function changesUnknownElsewhere(
  { webs: [here, there] }: Fleet,
  credentials: Credentials,
): Promise<string[]> {
  const troubles: string[] = []
  const expectStatus = async (what: string, place: Place, caller: Caller, status: number) => {
    const answer = await ask(place, caller, '/api/auth/sessions')
    if (answer.status !== status) troubles.push(`${what}: ${answer.status}`)
  }
  const chidi = await signIn(here, CHIDI)
  await expectStatus('a session of the other server', there, chidi, 200)
  const { id, version } = await accountOf(here, credentials.ada, CHIDI)
  await post(here, credentials.ada, `/api/admin/people/${id}/disable`, { version })
  await expectStatus('a person disabled at the other server', there, chidi, 401)
  const ife = { name: 'Ife', email: 'ife@example.com', password: 'a bridge of old rope' }
  const session = await accept(there, credentials.openInvitation, ife)
  await expectStatus('somebody who came in at the other server', here, session, 200)
  await post(there, session, '/api/auth/sign-out')
  await expectStatus('a session ended at the other server', here, session, 401)
  await choosePassword(there, credentials.openPasswordLink, 'twelve quiet oxen').catch(() => null)
  const emeka = await signIn(there, EMEKA)
  const linksAt = async (place: Place) => {
    const { sources } = await askJson<Health>(place, emeka, '/api/sources')
    return sources.find(({ source }) => source === 'payment-links')
  }
  const since = (await linksAt(here))?.paused?.since
  await post(here, emeka, `/api/sources/payment-links/resume?since=${since}`)
  const links = await linksAt(there)
  if (links === undefined || links.paused !== null)
    troubles.push(`payment links are ${JSON.stringify(links)}`)
  return troubles
}

type Windows = { workers: string[]; unread: number }

/**
 * Refreshes every source once while both workers run, and watches which worker holds each lease.
 * @returns how many workers were seen reading, and how many windows were not read exactly once
 */
export async function readTogether(
  { webs: [here, there] }: Fleet,
  operator: Caller,
  { url, sources }: { url: string; sources: Sources },
): Promise<{ workers: number; readOtherwiseThanOnce: number }> {
  const all = [sources.helloTractor, sources.paymentLinks, sources.clientInvoices]
  for (const source of all) source.slowDown(50)
  const before = await tokens(url)
  await post(here, operator, '/api/sources/hello-tractor/refresh')
  await post(there, operator, '/api/sources/client-invoices/refresh')
  await post(there, operator, '/api/sources/payment-links/refresh')
  const seen = new Set<string>()
  await until('every window is read', async () => {
    const [now] = await select<Windows>(
      url,
      `select coalesce(array_agg(distinct leased_by) filter (where leased_by is not null), '{}') as workers,
         (count(*) filter (where requested_at is not null or leased_until is not null))::int as unread
       from sync_window`,
    )
    for (const worker of now?.workers ?? []) seen.add(worker)
    return now?.unread === 0
  })
  for (const source of all) source.slowDown(0)
  const after = await tokens(url)
  // A run increments the token of its window twice: at its beginning and at its end.
  const otherwise = [...after].filter(([window, token]) => token - (before.get(window) ?? 0) !== 2)
  return { workers: seen.size, readOtherwiseThanOnce: otherwise.length }
}

async function tokens(url: string): Promise<Map<string, number>> {
  const found = await select<{ window: string; token: number }>(
    url,
    `select concat_ws(' ', source, resource, from_day) as window, token from sync_window`,
  )
  return new Map(found.map(({ window, token }) => [window, token]))
}
