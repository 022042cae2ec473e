import 'server-only'
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export type Provider = Awaited<ReturnType<typeof startProvider>>

export const CLIENT = { id: 'furrow', secret: 'only the provider and Furrow know' }

/** The provider's claims about the next person who signs in. */
type Claims = { sub: string; email: string; email_verified: boolean; name: string }

const json = (response: ServerResponse, value: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * Starts an OpenID Connect provider over real HTTP, with the checks of a strict one: the client's secret,
 * PKCE, single use of each code.
 * `claims` is who signs in; `forge` signs the token with a key that is not the provider's; `also` overrides
 * fields of the token.
 */
export async function startProvider() {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const codes = new Map<string, { challenge: string; nonce: string | null }>()
  const provider = {
    issuer: '',
    claims: { sub: '1', email: '', email_verified: true, name: '' } satisfies Claims as Claims,
    forge: false,
    audience: CLIENT.id,
    also: {} as Record<string, unknown>,
    /** The issuer in the provider's own metadata, if different from its address. */
    calledIssuer: null as string | null,
    alg: 'RS256' as 'RS256' | 'none',
    close: () => server.close(),
  }
  const idToken = (nonce: string | null) => {
    const at = Math.floor(Date.now() / 1000)
    const { issuer: iss, audience: aud, claims, alg, also } = provider
    const head = encode({ alg, kid: 'one' })
    const body = encode({ iss, aud, iat: at, exp: at + 300, ...claims, ...(nonce && { nonce }), ...also })
    if (alg === 'none') return `${head}.${body}.`
    const key = provider.forge ? foreign.privateKey : keys.privateKey
    return `${head}.${body}.${sign('RSA-SHA256', Buffer.from(`${head}.${body}`), key).toString('base64url')}`
  }
  const authorize = (url: URL, response: ServerResponse) => {
    const asked = (name: string) => url.searchParams.get(name) ?? ''
    if (asked('code_challenge_method') !== 'S256' || asked('client_id') !== CLIENT.id)
      return json(response, {}, 400)
    const code = randomUUID()
    codes.set(code, { challenge: asked('code_challenge'), nonce: url.searchParams.get('nonce') })
    const back = new URL(asked('redirect_uri'))
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked('state'))
    response.writeHead(302, { location: back.href }).end()
  }
  const exchange = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
    const known = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const basic = Buffer.from(`${CLIENT.id}:${encodeURIComponent(CLIENT.secret)}`).toString('base64')
    const isClient =
      form.get('client_secret') === CLIENT.secret || request.headers.authorization === `Basic ${basic}`
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!known || !isClient || known.challenge !== challenge)
      return json(response, { error: 'invalid_grant' }, 400)
    json(response, {
      access_token: 'an access token',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: idToken(known.nonce),
    })
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', provider.issuer)
    if (url.pathname === '/authorize') return authorize(url, response)
    if (url.pathname === '/token') return void exchange(request, response)
    if (url.pathname === '/keys')
      return json(response, {
        keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256' }],
      })
    if (url.pathname === '/.well-known/openid-configuration') {
      return json(response, {
        issuer: provider.calledIssuer ?? provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    }
    json(response, {}, 404)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The provider has no port')
  provider.issuer = `http://127.0.0.1:${address.port}`
  return provider
}

/** Starts a provider and configures it, before the first read of the configuration, outside the sandbox. */
export async function startConfiguredProvider(): Promise<Provider> {
  const provider = await startProvider()
  Object.assign(process.env, {
    SANDBOX: '0',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
  })
  return provider
}
