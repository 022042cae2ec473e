import 'server-only'
import type { ClientInvoicesAuth } from '#lib/server/config/env-upstreams.ts'
import { ownOrigin } from '#lib/server/upstream/addressing.ts'
import type { SourceHttp } from '#lib/server/upstream/calls.ts'
import { UpstreamError } from '#lib/server/upstream/errors.ts'
import { failure } from '#lib/server/upstream/faults.ts'
import { untilAborted } from '#lib/server/upstream/retry.ts'
import { tokenWire } from './wire.ts'

const SOURCE = 'client-invoices'
/** A token is renewed this long before its end, or a fifth of its life where that is less: some live for seconds. */
const MAX_MARGIN_MS = 30_000
const MARGIN_SHARE = 0.2
/** Life of a token that does not say it. */
const DEFAULT_LIFE_SECONDS = 60

/** Runs a call with the Authorization value; after a 401 the token is renewed once and the call repeated once. */
export type Authorize = <T>(call: (authorization: string) => Promise<T>, signal?: AbortSignal) => Promise<T>

type PasswordAuth = Extract<ClientInvoicesAuth, { kind: 'password' }>
type Token = { authorization: string; renewAt: number }

/** Access by a ready-made header, or by tokens from a password grant that all calls share. */
export function createAuthorize(auth: ClientInvoicesAuth, http: SourceHttp): Authorize {
  if (auth.kind === 'header') return (call) => call(auth.value)
  return createTokens(auth, http)
}

function createTokens(auth: PasswordAuth, http: SourceHttp): Authorize {
  let token: Token | null = null
  let renewal: Promise<Token> | null = null

  /** One grant at a time, whoever asks; it outlives a caller that gives up. */
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

  /** The current token, unless it is about to end or is the one just refused. */
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

/** A token endpoint says with 400 as well as with 401 and 403 that the credentials are wrong. */
function isRefusal(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && [400, 401, 403].includes(error.status ?? 0)
}
