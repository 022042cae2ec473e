import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '#lib/server/config/env.ts'

/** A session ends for good after this, however it is used. */
export const SESSION_MAX_SECONDS = 12 * 60 * 60
/** A session that is not used for so long ends. */
export const SESSION_IDLE_SECONDS = 30 * 60

/** True unless Furrow's public address is plain http, where a browser would not keep a secure cookie. */
export function isCookieSecure(): boolean {
  return new URL(env().appUrl).protocol === 'https:'
}

export function sessionCookieName(): string {
  return ofThisHost('furrow_session')
}

/** The cookie that ties a single sign-on to the browser that began it. */
export function stateCookieName(): string {
  return ofThisHost('furrow_state')
}

/** `__Host-`: a browser takes such a cookie from this very host alone, never from a sister host or over http. */
function ofThisHost(name: string): string {
  return isCookieSecure() ? `__Host-${name}` : name
}

/** The value of Set-Cookie for a session's token; null takes the cookie away. */
export function sessionSetCookie(token: string | null): string {
  const value = token === null ? '' : encodeURIComponent(`${token}.${signature(token)}`)
  const parts = [`${sessionCookieName()}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  if (isCookieSecure()) parts.push('Secure')
  return [...parts, `Max-Age=${token === null ? 0 : SESSION_MAX_SECONDS}`].join('; ')
}

/**
 * The headers that end a session in the browser: its cookie goes, and what it kept of answers. Over plain http browsers
 * clear nothing, and say so in the console.
 */
export function signedOutHeaders(): Record<string, string> {
  return {
    'set-cookie': sessionSetCookie(null),
    ...(isCookieSecure() && { 'clear-site-data': '"cache"' }),
  }
}

/** The token of the session that a Cookie header names; null without one whose signature is ours. */
export function readSessionToken(header: string | null): string | null {
  const value = cookieValue(header, sessionCookieName())
  if (value === null) return null
  const dot = value.lastIndexOf('.')
  const token = value.slice(0, dot)
  if (dot < 1 || token.length > 100) return null
  const given = Buffer.from(value.slice(dot + 1))
  const wanted = Buffer.from(signature(token))
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : null
}

function cookieValue(header: string | null, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const [key = '', ...rest] = part.split('=')
    if (key.trim() !== name) continue
    try {
      return decodeURIComponent(rest.join('=').trim())
    } catch {
      return null
    }
  }
  return null
}

/** As better-auth signs its cookies, which are the same: HMAC-SHA-256 of the token in base64. */
function signature(token: string): string {
  return createHmac('sha256', authSecret()).update(token).digest('base64')
}

/** The secret that signs cookies and tokens. Throws where the process was started without it. */
export function authSecret(): string {
  const secret = env().authSecret
  if (secret === null) throw new Error('AUTH_SECRET is not set: start Furrow with npm start, or set it')
  return secret
}
