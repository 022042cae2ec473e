import { ask, type Place } from './asking.ts'
import { ADA, CHIDI, type Credentials, DALIA, EMEKA } from './first-days.ts'
import { signIn, signInAtProvider } from './people.ts'

/**
 * Checks that everybody can use an installation with their existing credentials: passwords, single sign-on,
 * keys, and the session that was open when the installation was last used.
 * @returns one line for each person or program that the installation treats differently from the original one
 */
export async function checkCredentials(place: Place, credentials: Credentials): Promise<string[]> {
  const troubles: string[] = []
  const attempt = async (what: string, act: () => Promise<unknown>) => {
    await act().catch((error: unknown) => troubles.push(`${what}: ${String(error)}`))
  }
  for (const person of [ADA, CHIDI, EMEKA])
    await attempt(`${person.name} signs in`, () => signIn(place, person))
  await attempt('Dalia signs in at the provider', () => signInAtProvider(place, DALIA))
  for (const { name, key, isAccepted } of credentials.keys) {
    const { status } = await ask(place, { name, headers: { authorization: `Bearer ${key}` } }, '/api/sources')
    if ((status === 200) !== isAccepted) troubles.push(`The key of ${name}: ${status}`)
  }
  const session = await ask(place, credentials.emeka, '/api/auth/sessions')
  if (session.status !== 200) troubles.push(`Emeka's open session: ${session.status}`)
  return troubles
}
