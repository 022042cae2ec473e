import 'server-only'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { genericOAuth } from 'better-auth/plugins'
import { eq, sql } from 'drizzle-orm'
import { env } from '#lib/server/config/env.ts'
import { type Database, database } from '#lib/server/db/client.ts'
import { account, person, session, verification } from '#lib/server/db/schema-people.ts'
import { logger } from '#lib/server/log/logger.ts'
import {
  authSecret,
  isCookieSecure,
  SESSION_MAX_SECONDS,
  sessionCookieName,
  stateCookieName,
} from './session-cookie.ts'

/** The single sign-on provider's name in accounts and addresses. */
export const OIDC_PROVIDER = 'oidc'
/** How sign-in tells better-auth where a request comes from; no client's header is believed. */
export const AUTH_ADDRESS_HEADER = 'x-furrow-address'

type Auth = ReturnType<typeof createAuth>
let made: { db: Database; auth: Auth } | undefined

/** The one instance of better-auth of this process; it writes neither role nor funding sources. */
export function auth(): Auth {
  const db = database()
  if (made?.db !== db) made = { db, auth: createAuth(db) }
  return made.auth
}

function createAuth(db: Database) {
  const { oidc, appUrl } = env()
  return betterAuth({
    baseURL: appUrl,
    basePath: '/api/auth',
    secret: authSecret(),
    trustedOrigins: [new URL(appUrl).origin],
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => logger()[level === 'debug' ? 'debug' : level]({ message }, 'better-auth'),
    },
    database: drizzleAdapter(db, { provider: 'pg', schema: { person, session, account, verification } }),
    user: {
      modelName: 'person',
      // Known so that the table fits; never taken from a request, nor from a provider's profile.
      additionalFields: { role: { type: 'string', input: false, returned: false } },
      validateUserInfo: ({ user }) => (user.emailVerified ? undefined : { error: 'email_not_verified' }),
    },
    session: {
      fields: { userId: 'personId' },
      expiresIn: SESSION_MAX_SECONDS,
      // The end is absolute; idling is watched where the viewer is read.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: {
      fields: { userId: 'personId' },
      updateAccountOnSignIn: false,
      accountLinking: { enabled: true, allowDifferentEmails: false },
    },
    // Passwords are checked in sign-in.ts, in one transaction with the session that they open.
    emailAndPassword: { enabled: false },
    rateLimit: { enabled: false },
    // The library would clear by this server's clock; links for a setup or a new password end by the database's.
    verification: { disableCleanup: true },
    databaseHooks: {
      verification: { create: { before: () => clearEnded(db) } },
      session: { create: { before: async ({ userId }) => openingOf(db, userId) } },
      account: { create: { before: async (given) => ({ data: { ...given, ...NO_TOKENS } }) } },
    },
    advanced: {
      useSecureCookies: false,
      cookiePrefix: 'furrow',
      cookies: { session_token: { name: sessionCookieName() }, state: { name: stateCookieName() } },
      defaultCookieAttributes: { secure: isCookieSecure(), httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [AUTH_ADDRESS_HEADER] },
    },
    onAPIError: { errorURL: '/sign-in' },
    plugins: oidc ? [singleSignOn(oidc)] : [],
  })
}

/**
 * Clears what ended a day ago or more, each time somebody begins to sign in. The day is for what the library writes by a
 * server's clock.
 */
async function clearEnded(db: Database): Promise<void> {
  await db.delete(verification).where(sql`expires_at < now() - interval '1 day'`)
}

/** Signing in is all the provider is asked for: what it hands out beside is not kept. */
const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null }

type Opening = { data: { createdAt: Date; updatedAt: Date; expiresAt: Date } }

/**
 * The instants of a new session, by the database's clock: every server checks them against that clock, so a server whose
 * own clock is wrong can neither lengthen nor end a session. `false` refuses a disabled person.
 */
async function openingOf(db: Database, personId: string): Promise<false | Opening> {
  const [found] = await db
    .select({ disabledAt: person.disabledAt, now: sql<string>`extract(epoch from now())` })
    .from(person)
    .where(eq(person.id, personId))
  if (!found || found.disabledAt !== null) return false
  const atMs = Number(found.now) * 1000
  const at = new Date(atMs)
  return { data: { createdAt: at, updatedAt: at, expiresAt: new Date(atMs + SESSION_MAX_SECONDS * 1000) } }
}

function singleSignOn({ issuer, clientId, clientSecret }: NonNullable<ReturnType<typeof env>['oidc']>) {
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        discoveryUrl: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        requireIdTokenVerification: true,
        // A stranger with an account at the provider is no person here.
        disableSignUp: true,
        disableImplicitSignUp: true,
      },
    ],
  })
}
