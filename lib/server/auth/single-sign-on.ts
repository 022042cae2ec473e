import 'server-only'
import { isAPIError } from 'better-auth/api'
import { RequestError } from '#lib/errors.ts'
import { ownPath } from '#lib/own-path.ts'
import { recordAudit } from '#lib/server/audit/record.ts'
import { env } from '#lib/server/config/env.ts'
import { unknownPath } from '#lib/server/http/endpoint.ts'
import { logger } from '#lib/server/log/logger.ts'
import { clientAddress } from './address.ts'
import { AUTH_ADDRESS_HEADER, auth, OIDC_PROVIDER } from './better-auth.ts'
import { confirmSession, refusal, type SignInRequest } from './open-session.ts'
import { consumeLimit, giveBack } from './rate-limits.ts'
import { languageSetCookies, readSessionToken } from './session-cookie.ts'

/**
 * Starts a sign-in at the provider.
 * @param next the page to return to
 * @returns a response with the provider's URL and the cookie that ties the provider's redirect to this
 * browser
 * @throws RequestError 404 if single sign-on is off, 429 after too many unfinished sign-ins, 503 if the
 * provider does not answer or is not OIDC_ISSUER
 */
export async function startSingleSignOn(
  next: string | undefined,
  { request }: SignInRequest,
): Promise<Response> {
  const { oidc, appUrl } = env()
  if (oidc === null) throw unknownPath()
  await consumeLimit('single_sign_on', clientAddress(request))
  const origin = new URL(appUrl).origin
  const body = {
    provider: OIDC_PROVIDER,
    callbackURL: `${origin}${ownPath(next)}`,
    errorCallbackURL: `${origin}/sign-in`,
    disableRedirect: true,
  }
  try {
    const { headers, response } = await auth().api.signInSocial({
      body,
      headers: authHeaders(request),
      returnHeaders: true,
    })
    await requireIssuer(oidc.issuer)
    const cookies = headers.getSetCookie().map((cookie): [string, string] => ['set-cookie', cookie])
    return Response.json({ url: response.url }, { headers: cookies })
  } catch (error) {
    if (!isAPIError(error)) throw error
    const detail =
      'The single sign-on of your organisation does not answer. Try again, or sign in with a password.'
    throw new RequestError(503, 'single_sign_on_unavailable', detail)
  }
}

/**
 * Requires the provider that answers to be the configured one.
 * @throws RequestError 503 if its discovery document names another issuer
 */
async function requireIssuer(configured: string): Promise<void> {
  const { socialProviders } = await auth().$context
  const said = socialProviders.find(({ id }) => id === OIDC_PROVIDER)?.issuer
  const plain = (issuer: string | undefined) => issuer?.replace(/\/$/, '')
  if (plain(said) === plain(configured)) return
  logger().error({ issuer: said }, 'the single sign-on provider names another issuer than OIDC_ISSUER')
  const detail =
    'The single sign-on of your organisation is not the one that was set up here. Ask an admin, or sign in with a password.'
  throw new RequestError(503, 'single_sign_on_unavailable', detail)
}

/**
 * Finishes a sign-in when the provider redirects back, and redirects to the page it began at or to /sign-in
 * with a reason.
 * @throws RequestError 404 if single sign-on is off, 400 if better-auth gives no redirect
 */
export async function finishSingleSignOn({ request, requestId }: SignInRequest): Promise<Response> {
  const { oidc, appUrl } = env()
  if (oidc === null) throw unknownPath()
  const { pathname, search } = new URL(request.url)
  const headers = authHeaders(request)
  headers.set('cookie', request.headers.get('cookie') ?? '')
  const answer = await auth().handler(new Request(new URL(pathname + search, appUrl), { headers }))
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  const token = readSessionToken(cookie)
  if (token === null) {
    const reason = new URL(answer.headers.get('location') ?? '/', appUrl).searchParams.get('error')
    const details = { way: 'oidc', address: clientAddress(request), reason }
    await recordAudit(refusal(undefined, details, requestId))
    return leadOn(answer)
  }
  const owner = await confirmSession(token, 'oidc', { request, requestId })
  if (owner === null)
    return Response.redirect(new URL('/sign-in?error=unable_to_create_session', appUrl), 303)
  await giveBack('single_sign_on', clientAddress(request))
  const response = leadOn(answer)
  for (const one of languageSetCookies(owner.language, request.headers.get('cookie')))
    response.headers.append('set-cookie', one)
  return response
}

/** Builds the headers that better-auth gets of a request: the user agent and the client's address only. */
function authHeaders(request: Request): Headers {
  return new Headers({
    'user-agent': request.headers.get('user-agent') ?? '',
    [AUTH_ADDRESS_HEADER]: clientAddress(request),
  })
}

/** Passes on better-auth's redirect and cookies, never a body. */
function leadOn(answer: Response): Response {
  const headers = new Headers({ 'cache-control': 'no-store' })
  const location = answer.headers.get('location')
  if (location === null || answer.status >= 400) {
    const detail = 'This sign-in cannot be ended. Begin again at /sign-in.'
    throw new RequestError(400, 'single_sign_on_failed', detail)
  }
  headers.set('location', location)
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return new Response(null, { status: 303, headers })
}
