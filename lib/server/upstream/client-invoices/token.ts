import 'server-only'
import type { ClientInvoicesAuth } from '#lib/server/config/env-upstreams.ts'
import { ownOrigin } from '#lib/server/upstream/addressing.ts'
import type { SourceHttp } from '#lib/server/upstream/calls.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { failure } from '#lib/server/upstream/faults.ts'
import { untilAborted } from '#lib/server/upstream/retry.ts'
import { tokenWire } from './wire.ts'

const SOURCE = 'client-invoices'
/**
 * A token is renewed this long before it expires, or a fifth of its lifetime where that is less: some live
 * for seconds.
 */
const MAX_MARGIN_MS = 30_000
const MARGIN_SHARE = 0.2
/** Lifetime of a token whose response does not state one. */
const DEFAULT_LIFE_SECONDS = 60

/**
 * Runs a call with the Authorization value; after a 401 it renews the token once and repeats the call once.
 */
export type Authorize = <T>(call: (authorization: string) => Promise<T>, signal?: AbortSignal) => Promise<T>

type PasswordAuth = Extract<ClientInvoicesAuth, { kind: 'password' }>
type Token = { authorization: string; renewAt: number }

/** Authorizes calls with a configured header, or with tokens from a password grant that all calls share. */
export function createAuthorize(auth: ClientInvoicesAuth, http: SourceHttp): Authorize {
  if (auth.kind === 'header') return (call) => call(auth.value)
  return createTokens(auth, http)
}

function createTokens(auth: PasswordAuth, http: SourceHttp): Authorize {
  let token: Token | null = null
  let renewal: Promise<Token> | null = null

  /** Runs one grant at a time for all callers; the grant continues when a caller aborts. */
  function renew(): Promise<Token> {
    renewal ??= requestToken(auth, http)
      .then((fresh) => {
        token = fresh
        return fresh
      })
      .finally(() => {
        renewal = null
      })
    return renewal
  }

  /** Returns the current token, or a new one when the token is about to expire or equals `refused`. */
  async function valid(refused: string | null): Promise<string> {
    const isUsable = token !== null && token.authorization !== refused && performance.now() < token.renewAt
    return isUsable && token ? token.authorization : (await renew()).authorization
  }

  return async (call, signal) => {
    const authorization = await untilAborted(valid(null), signal)
    try {
      return await call(authorization)
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'unauthorized') throw error
      return call(await untilAborted(valid(authorization), signal))
    }
  }
}

async function requestToken(auth: PasswordAuth, http: SourceHttp): Promise<Token> {
  const askedAt = performance.now()
  const form = new URLSearchParams({
    grant_type: 'password',
    client_id: auth.clientId,
    username: auth.username,
    password: auth.password,
  })
  const answer = await http
    .json({
      route: 'token',
      url: new URL(auth.tokenUrl),
      allow: ownOrigin(auth.tokenUrl),
      authorization: null,
      form,
      isPatient: true,
    })
    .catch((error: unknown) => {
      throw isRefusal(error)
        ? failure(SOURCE, 'unauthorized', 'refused the user name or password', {
            status: error.status ?? 401,
          }).error
        : error
    })
  const wire = tokenWire.safeParse(answer)
  if (!wire.success) throw failure(SOURCE, 'malformed', 'sent an answer without a token').error
  const lifeMs = (wire.data.expires_in ?? DEFAULT_LIFE_SECONDS) * 1000
  return {
    authorization: `Bearer ${wire.data.access_token}`,
    renewAt: askedAt + lifeMs - Math.min(MAX_MARGIN_MS, lifeMs * MARGIN_SHARE),
  }
}

/** A token endpoint reports wrong credentials with 400 as well as with 401 and 403. */
function isRefusal(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && [400, 401, 403].includes(error.status ?? 0)
}
