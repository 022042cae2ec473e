import { PROGRAMMES } from '#rehearsal/sources/records.ts'
import { ask, askJson, type Caller, NOBODY, type Place, post } from './asking.ts'
import { type Environment, runCommand } from './furrow.ts'
import {
  accept,
  accountOf,
  choosePassword,
  type Invitation,
  invite,
  join,
  type Person,
  setUp,
  signIn,
  signInAtProvider,
  tokenOf,
} from './people.ts'

const person = (name: string, password: string): Person => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  password,
})

export const ADA = person('Ada', 'plough the long field')
export const BOLA = person('Bola', 'rain on a tin roof')
export const CHIDI = person('Chidi', 'nine baskets of maize')
export const EMEKA = person('Emeka', 'the river in august')
/** Signs in through single sign-on only. */
export const DALIA = person('Dalia', '')
const FEMI = person('Femi', 'a gate without hinges')
const GRACE = person('Grace', 'seven goats and a kid')

const HARVEST = { role: 'financier', fundingSources: [PROGRAMMES[0]] } as const
const OPERATOR = { role: 'operator', fundingSources: [] } as const

/**
 * Credentials that people and programs have after using the installation; they must work wherever the
 * installation moves.
 */
export type Credentials = {
  ada: Caller
  emeka: Caller
  openInvitation: Invitation
  openPasswordLink: string
  keys: { name: string; key: string; isAccepted: boolean }[]
}

/**
 * Performs everything that people do in an installation's first days, through the product's own routes and
 * commands.
 */
export async function playFirstDays(
  place: Place,
  setupLink: string,
  environment: Environment,
): Promise<Credentials> {
  const ada = await setUp(place, ADA, setupLink)
  await post(place, ada, '/api/auth/language', { language: 'en' })
  await post(place, ada, '/api/report/handed-out', { printed_at: null })
  const target = { fundingSource: PROGRAMMES[0], currency: 'NGN', percent: '85.5', version: '' }
  await post(place, ada, '/api/admin/funding-sources/target', target)
  const season = {
    id: null,
    fundingSource: PROGRAMMES[0],
    name: 'Harvest',
    firstMonth: 11,
    lastMonth: 1,
    version: '',
  }
  await post(place, ada, '/api/admin/funding-sources/season', season)
  await join(place, ada, BOLA, { role: 'admin', fundingSources: [] })
  await join(place, ada, CHIDI, HARVEST)
  await makeDalia(place, ada)
  const emeka = await forgetPassword(place, ada, environment)
  await disableFemi(place, ada)
  const openInvitation = await makeInvitations(place, ada)
  await askForAccess(place, ada)
  const refused = await ask(place, NOBODY, '/api/auth/sign-in', {
    method: 'POST',
    body: { email: CHIDI.email, password: 'not the password' },
  })
  if (refused.status !== 401) throw new Error(`A wrong password got ${refused.status}`)
  const { id, version } = await accountOf(place, ada, CHIDI)
  const made = `/api/admin/people/${id}/password-link`
  const { link } = await post<{ link: string }>(place, ada, made, { version })
  return { ada, emeka, openInvitation, openPasswordLink: link, keys: await makeKeys(place, ada) }
}

async function makeDalia(place: Place, admin: Caller): Promise<void> {
  const { token } = await invite(place, admin, DALIA, HARVEST)
  await post(place, NOBODY, '/api/invitations/accept', { token, name: DALIA.name, password: null })
  await signInAtProvider(place, DALIA)
  const { id, version } = await accountOf(place, admin, DALIA)
  const fundingSources = [PROGRAMMES[1], PROGRAMMES[2]]
  await post(place, admin, `/api/admin/people/${id}/access`, { role: 'financier', fundingSources, version })
}

/** Emeka forgets his first password; the `people` command prints a link for a new one. */
async function forgetPassword(place: Place, admin: Caller, environment: Environment): Promise<Caller> {
  await join(place, admin, { ...EMEKA, password: 'soon to be forgotten' }, OPERATOR)
  const printed = await runCommand('people.ts', ['reset-link', EMEKA.email], environment)
  const link = /https?:\S+\/new-password\/\S+/.exec(printed.output)?.[0]
  if (printed.code !== 0 || link === undefined) throw new Error(printed.output)
  await choosePassword(place, link, EMEKA.password)
  return signIn(place, EMEKA)
}

async function disableFemi(place: Place, admin: Caller): Promise<void> {
  await join(place, admin, FEMI, OPERATOR)
  const { id, version } = await accountOf(place, admin, FEMI)
  await post(place, admin, `/api/admin/people/${id}/disable`, { version })
}

/**
 * Creates a revoked and an open invitation and returns the open one; the accepted invitations belong to the
 * other people.
 */
async function makeInvitations(place: Place, admin: Caller): Promise<Invitation> {
  const revoked = await invite(place, admin, { name: 'Hadiza', email: 'hadiza@example.com' }, OPERATOR)
  await post(place, admin, `/api/admin/invitations/${revoked.id}/revoke`, {
    version: revoked.version,
  })
  return invite(place, admin, { name: 'Ife', email: 'ife@example.com' }, HARVEST)
}

/** Three strangers request access: one is approved and joins, one is declined, one stays open. */
async function askForAccess(place: Place, admin: Caller): Promise<void> {
  for (const name of ['Grace', 'Juma', 'Kemi'])
    await post(place, NOBODY, '/api/access-requests', {
      ...{ name, email: `${name.toLowerCase()}@example.com`, organisation: 'A cooperative' },
      fundingSources: PROGRAMMES[0],
      reason: 'We finance twelve tractors.',
    })
  const { rows } = await askJson<{ rows: { id: string; name: string; version: string }[] }>(
    place,
    admin,
    '/api/admin/access-requests',
  )
  const decide = <Answer>(name: string, verb: string, body: object) => {
    const asked = rows.find((row) => row.name === name)
    const { id, version } = asked ?? { id: '', version: '' }
    return post<Answer>(place, admin, `/api/admin/access-requests/${id}/${verb}`, { version, ...body })
  }
  const { link } = await decide<{ link: string }>('Grace', 'approve', HARVEST)
  await accept(place, { token: tokenOf(link) }, GRACE)
  await decide('Juma', 'decline', {})
}

type Made = { key: string; integration: { id: string; version: string } }

/**
 * Creates keys for programs: a rotated key still in its grace period with its successor, a financier's key,
 * and a revoked key.
 */
async function makeKeys(place: Place, admin: Caller): Promise<Credentials['keys']> {
  const make = (name: string, grant: { role: string; fundingSources: readonly string[] }) =>
    post<Made>(place, admin, '/api/admin/integrations/create', { name, ...grant, expiresInDays: 30 })
  const act = ({ integration: { id, version } }: Made, verb: string, body: object) =>
    post<Made>(place, admin, `/api/admin/integrations/${id}/${verb}`, { version, ...body })
  const ledger = await make('Ledger', OPERATOR)
  const rotated = await act(ledger, 'rotate', { graceDays: 7, expiresInDays: 30 })
  const report = await make('Report', HARVEST)
  const former = await make('Former report', HARVEST)
  await act(former, 'revoke', {})
  const keys = [
    { name: 'Ledger, key before', key: ledger.key, isAccepted: true },
    { name: 'Ledger', key: rotated.key, isAccepted: true },
    { name: 'Report', key: report.key, isAccepted: true },
    { name: 'Former report', key: former.key, isAccepted: false },
  ]
  for (const { name, key } of keys)
    await ask(place, { name, headers: { authorization: `Bearer ${key}` } }, '/api/sources')
  return keys
}
