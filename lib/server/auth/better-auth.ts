import 'server-only'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { genericOAuth } from 'better-auth/plugins'
import { eq, sql } from 'drizzle-orm'
import { authSecret, env } from '#lib/server/config/env.ts'
import { type Database, database } from '#lib/server/db/client.ts'
import { account, person, session, verification } from '#lib/server/db/schema-people.ts'
import { logger } from '#lib/server/log/logger.ts'
import { isCookieSecure, SESSION_MAX_SECONDS, sessionCookieName, stateCookieName } from './session-cookie.ts'

/** The single sign-on provider's name in accounts and URLs. */
export const OIDC_PROVIDER = 'oidc'
/**
 * Tells better-auth the address of a request. `clientAddress` sets this header; a client's own header is
 * ignored.
 */
export const AUTH_ADDRESS_HEADER = 'x-furrow-address'

type Auth = ReturnType<typeof createAuth>
let made: { db: Database; auth: Auth } | undefined

/** Returns this process's one better-auth instance, which never writes a role or funding sources. */
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
      // Declared so that the adapter accepts the table; never taken from a request or a provider's profile.
      additionalFields: { role: { type: 'string', input: false, returned: false } },
      validateUserInfo: ({ user }) => (user.emailVerified ? undefined : { error: 'email_not_verified' }),
    },
    session: {
      fields: { userId: 'personId' },
      expiresIn: SESSION_MAX_SECONDS,
      // The expiry is absolute. viewer.ts enforces the idle timeout.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
    },
    account: {
      fields: { userId: 'personId' },
      updateAccountOnSignIn: false,
      accountLinking: { enabled: true, allowDifferentEmails: false },
    },
    // sign-in.ts checks passwords, in one transaction with the session that they open.
    emailAndPassword: { enabled: false },
    rateLimit: { enabled: false },
    // The library would delete rows by this server's clock; setup and password links expire by the database's
    // clock.
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
 * Deletes rows that expired at least a day ago, whenever somebody starts a sign-in. The day covers the rows
 * whose expiry the library sets by a server's clock, which may be wrong.
 */
async function clearEnded(db: Database): Promise<void> {
  await db.delete(verification).where(sql`expires_at < now() - interval '1 day'`)
}

/**
 * Drops the provider's tokens: Furrow uses the provider for signing in only, so that no token needs to be
 * stored.
 */
const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null }

type Opening = { data: { createdAt: Date; updatedAt: Date; expiresAt: Date } }

/**
 * Returns the timestamps of a new session by the database's clock. Every server checks sessions against that
 * clock, so a server with a wrong clock can neither extend nor shorten a session. Returns `false` for a
 * disabled person, which refuses the session.
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
        // An account at the provider alone does not create a person in Furrow.
        disableSignUp: true,
        disableImplicitSignUp: true,
      },
    ],
  })
}
