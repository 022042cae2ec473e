import { ask, type Caller, cookiesOf, NOBODY, type Place, post } from './asking.ts'

export type Grant = { role: 'admin' | 'operator' | 'financier'; fundingSources: readonly string[] }
export type Person = { name: string; email: string; password: string }

/**
 * Sends a request that opens a session and returns the client with its cookie; throws if no session was
 * opened.
 */
async function sessionOf(
  place: Place,
  who: Pick<Person, 'name'>,
  path: string,
  body: unknown,
): Promise<Caller> {
  const answer = await ask(place, NOBODY, path, { method: 'POST', body })
  const cookie = cookiesOf(answer)
  if (answer.status !== 200 || cookie === '')
    throw new Error(`${who.name} ${path}: ${answer.status} ${answer.text}`)
  return { name: who.name, headers: { cookie } }
}

/** Signs in with e-mail and password; throws if the sign-in is refused. */
export function signIn(place: Place, { name, email, password }: Person): Promise<Caller> {
  return sessionOf(place, { name }, '/api/auth/sign-in', { email, password })
}

/** Creates the first admin with the link that the first start prints. */
export function setUp(place: Place, person: Person, setupLink: string): Promise<Caller> {
  const token = new URL(setupLink).searchParams.get('token')
  return sessionOf(place, person, '/api/auth/setup', { ...person, token })
}

export type Invitation = { id: string; version: string; token: string }

/** Returns the token, which is the last path segment of Furrow's links. */
export function tokenOf(link: string): string {
  return new URL(link).pathname.split('/').at(-1) ?? ''
}

/** Creates an invitation. */
export async function invite(
  place: Place,
  admin: Caller,
  { name, email }: Pick<Person, 'name' | 'email'>,
  grant: Grant,
): Promise<Invitation> {
  const body = { name, email, ...grant }
  const made = await post<{ invitation: { id: string; version: string }; link: string }>(
    place,
    admin,
    '/api/admin/invitations',
    body,
  )
  const { id, version } = made.invitation
  return { id, version, token: tokenOf(made.link) }
}

/** Accepts an invitation with a password, which also signs in. */
export function accept(place: Place, { token }: Pick<Invitation, 'token'>, person: Person): Promise<Caller> {
  const { name, password } = person
  return sessionOf(place, person, '/api/invitations/accept', { token, name, password })
}

/** Invites a person and accepts the invitation with a password. */
export async function join(place: Place, admin: Caller, person: Person, grant: Grant): Promise<Caller> {
  return accept(place, await invite(place, admin, person, grant), person)
}

/** Sets a new password with a password link. */
export async function choosePassword(place: Place, link: string, password: string): Promise<void> {
  await post(place, NOBODY, '/api/auth/new-password', { token: tokenOf(link), password })
}

/** Returns the id and version of a person's account from the admins' list. */
export async function accountOf(
  place: Place,
  admin: Caller,
  { email }: Pick<Person, 'email'>,
): Promise<{ id: string; version: string }> {
  const { people } = JSON.parse((await ask(place, admin, '/api/admin/people')).text)
  const found = people.find((one: { email: string }) => one.email === email)
  if (!found) throw new Error(`${email} has no account`)
  return found
}

/** Signs in through single sign-on, following the redirects as a browser would. */
export async function signInAtProvider(place: Place, { name }: Pick<Person, 'name'>): Promise<Caller> {
  const begun = await ask(place, NOBODY, '/api/auth/oidc', { method: 'POST', body: {} })
  if (begun.status !== 200) throw new Error(`Single sign-on: ${begun.status} ${begun.text}`)
  const provider = await fetch(JSON.parse(begun.text).url, { redirect: 'manual' })
  const back = new URL(provider.headers.get('location') ?? '')
  const arrived = await ask(place, NOBODY, back.pathname + back.search, {
    headers: {
      cookie: cookiesOf(begun),
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
    },
  })
  const cookie = cookiesOf(arrived)
  if (!cookie.includes('furrow_session=') || arrived.status !== 303)
    throw new Error(`Single sign-on: ${arrived.status} ${arrived.headers.location}`)
  return { name, headers: { cookie } }
}
