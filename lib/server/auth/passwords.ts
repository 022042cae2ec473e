import 'server-only'
import { randomUUID } from 'node:crypto'
import { dictionary } from '@zxcvbn-ts/language-common'
import { invalidParameter, RequestError } from '#lib/errors.ts'
import type { Role } from '#lib/people/roles.ts'
import type { FieldCode } from '#lib/problem-codes.ts'
import { type Database, database, type Executor, query } from '#lib/server/db/client.ts'
import { account, person } from '#lib/server/db/schema-people.ts'
import { isFurrowWords, isOwnersWords, type PasswordOwner } from './own-words.ts'

const MIN_LENGTH = 8
const MAX_LENGTH = 128

let common: Set<string> | undefined

/**
 * Returns what is wrong with a new password, worded to follow “The password”, or null if its owner may use
 * it.
 */
export function checkPassword(password: string, owner: PasswordOwner): string | null {
  return passwordFault(password, owner)?.words ?? null
}

/** Returns the same with the fault's code and values. */
function passwordFault(password: string, owner: PasswordOwner): (FieldCode & { words: string }) | null {
  const text = password.normalize('NFKC')
  const length = [...text].length
  if (length < MIN_LENGTH) {
    const words = `must have at least ${MIN_LENGTH} characters.`
    return { code: 'password_short', values: { min: MIN_LENGTH }, words }
  }
  if (length > MAX_LENGTH) {
    const words = `may have ${MAX_LENGTH} characters at most.`
    return { code: 'password_long', values: { max: MAX_LENGTH }, words }
  }
  if (new Set(text).size < 3)
    return {
      code: 'password_repeats',
      words: 'repeats one or two characters: it would be guessed at once.',
    }
  common ??= new Set(dictionary['passwords-common'])
  if (common.has(text.toLowerCase()))
    return {
      code: 'password_leaked',
      words: 'is on the list of passwords that have leaked elsewhere: choose another.',
    }
  if (isFurrowWords(text))
    return {
      code: 'password_common',
      words: 'is made of words that anybody would try here: add words of your own.',
    }
  if (isOwnersWords(text, owner))
    return {
      code: 'password_own',
      words: 'is made of your name or e-mail address, which others would try first: choose other words.',
    }
  return null
}

/** Returns the 400 that names the field of a weak new password, or null if its owner may use it. */
export function weakPassword(field: string, password: string, owner: PasswordOwner): RequestError | null {
  const fault = passwordFault(password, owner)
  if (fault === null) return null
  const { words, ...coded } = fault
  return invalidParameter(field, `The password ${words}`, coded)
}

export type NewPerson = {
  name: string
  email: string
  password: string
  role: Role
  fundingSources: readonly string[]
}

/**
 * Inserts a person with a password hash, or with null a person who signs in through single sign-on only. Runs
 * inside the caller's transaction.
 * @returns null if the e-mail address already has an account
 */
export async function insertPerson(
  tx: Pick<Database, 'insert'>,
  given: Omit<NewPerson, 'password'>,
  hash: string | null,
): Promise<{ id: string } | null> {
  const id = randomUUID()
  const made = await tx
    .insert(person)
    .values({ ...personValues(given), id })
    .onConflictDoNothing({ target: person.email })
    .returning({ id: person.id })
  if (made.length === 0) return null
  if (hash !== null) await setPasswordHash(tx, id, hash)
  return { id }
}

/** Returns the 409 for an e-mail address that already has an account. */
export function emailTaken(): RequestError {
  return new RequestError(409, 'email_taken', 'There is a person with this e-mail already.')
}

/** better-auth's provider name for accounts with a password. */
export const PASSWORD_PROVIDER = 'credential'

/** Returns a person's columns: the e-mail address in lower case, and funding sources for financiers only. */
export function personValues(given: Omit<NewPerson, 'password'>) {
  return {
    name: given.name,
    email: given.email.trim().toLowerCase(),
    emailVerified: true,
    role: given.role,
    fundingSources: given.role === 'financier' ? [...given.fundingSources] : [],
  }
}

/** Returns the hash of a person's password, or null if the person has none. */
export async function passwordHashOf(personId: string, tx: Executor = database()): Promise<string | null> {
  const [found] = await query<{ password: string | null }>(tx)`
    select password from account where person_id = ${personId} and provider_id = ${PASSWORD_PROVIDER}`
  return found?.password ?? null
}

/** Stores the hash of a password that `checkPassword` has accepted, and replaces any earlier one. */
export async function setPasswordHash(
  tx: Pick<Database, 'insert'>,
  personId: string,
  hash: string,
): Promise<void> {
  const at = new Date()
  await tx
    .insert(account)
    .values({
      id: randomUUID(),
      accountId: personId,
      providerId: PASSWORD_PROVIDER,
      personId,
      password: hash,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoUpdate({
      target: [account.providerId, account.accountId],
      set: { password: hash, updatedAt: at },
    })
}
