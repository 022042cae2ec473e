import 'server-only'
import { randomBytes, randomUUID } from 'node:crypto'
import type { SandboxKeys } from '#lib/sandbox/options.ts'
import { type Ask, json, parameter, Refusal, type Reply } from './reply.ts'

type Session = { username: string; expiresAt: number }

export type Tokens = ReturnType<typeof createTokens>

function refuse(status: number, error: string, error_description: string): Refusal {
  return new Refusal(json(status, { error, error_description }))
}

/** Creates tokens that are valid for real seconds, not simulated ones, and end with the process. */
export function createTokens(keys: SandboxKeys['clientInvoices'], tokenSeconds: number) {
  const access = new Map<string, Session>()
  const refresh = new Map<string, Session>()
  const refreshSeconds = tokenSeconds * 30

  function usernameOf(form: URLSearchParams): string {
    const kind = parameter(form, 'grant_type')
    if (kind === 'refresh_token') {
      const session = refresh.get(parameter(form, 'refresh_token') ?? '')
      if (!session || session.expiresAt <= Date.now()) {
        throw refuse(400, 'invalid_grant', 'Token is not active')
      }
      return session.username
    }
    if (kind !== 'password') throw refuse(400, 'unsupported_grant_type', 'Unsupported grant_type')
    const username = parameter(form, 'username')
    const isKnown = username === keys.username || username === keys.usernameWithoutAccess
    if (!username || !isKnown || parameter(form, 'password') !== keys.password) {
      throw refuse(401, 'invalid_grant', 'Invalid user credentials')
    }
    return username
  }

  return {
    /** The token endpoint: password and refresh grants, errors in Keycloak's format. */
    grant(ask: Ask): Reply {
      if (parameter(ask.query, 'client_id') !== keys.clientId) {
        throw refuse(401, 'invalid_client', 'Invalid client or Invalid client credentials')
      }
      const username = usernameOf(ask.query)
      const accessToken = randomBytes(32).toString('base64url')
      const refreshToken = randomBytes(32).toString('base64url')
      access.set(accessToken, { username, expiresAt: Date.now() + tokenSeconds * 1000 })
      refresh.set(refreshToken, { username, expiresAt: Date.now() + refreshSeconds * 1000 })
      return json(200, {
        access_token: accessToken,
        expires_in: tokenSeconds,
        refresh_expires_in: refreshSeconds,
        refresh_token: refreshToken,
        token_type: 'Bearer',
        session_state: randomUUID(),
        scope: 'profile email',
      })
    },
    /** Throws 401 without a valid token, and 403 for a user without access to invoices. */
    admit(ask: Ask): void {
      const session = access.get(ask.authorization?.replace(/^Bearer /, '') ?? '')
      if (!session || session.expiresAt <= Date.now()) {
        const detail = 'Authentication credentials were not provided or have expired.'
        throw new Refusal(json(401, { detail }))
      }
      if (session.username === keys.usernameWithoutAccess) {
        throw new Refusal(json(403, { detail: 'You do not have permission to perform this action.' }))
      }
    },
    /** Expires every access token, and with `isRefreshIncluded` every refresh token. */
    expireAll(isRefreshIncluded = false): void {
      access.clear()
      if (isRefreshIncluded) refresh.clear()
    },
  }
}
