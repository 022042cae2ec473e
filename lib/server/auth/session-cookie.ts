import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { authSecret, env } from '#lib/server/config/env.ts'
import { LANGUAGE_COOKIE } from '#lib/server/words/installed-languages.ts'

/** A session ends this long after sign-in, however much it is used, and so does its cookie. */
export const SESSION_MAX_SECONDS = 12 * 60 * 60

/** True unless Furrow's public address is plain http, where a browser would not store a secure cookie. */
export function isCookieSecure(): boolean {
  return new URL(env().appUrl).protocol === 'https:'
}

/** Returns the session cookie's name, which has the `__Host-` prefix over https. */
export function sessionCookieName(): string {
  return ofThisHost('furrow_session')
}

/** Returns the name of the cookie that ties a single sign-on to the browser that started it. */
export function stateCookieName(): string {
  return ofThisHost('furrow_state')
}

/**
 * Adds `__Host-` over https: a browser accepts such a cookie only from this exact host, never from a
 * subdomain or http.
 */
function ofThisHost(name: string): string {
  return isCookieSecure() ? `__Host-${name}` : name
}

/** Returns the Set-Cookie value for a session's token; null removes the cookie. */
export function sessionSetCookie(token: string | null): string {
  const value = token === null ? '' : encodeURIComponent(`${token}.${signature(token)}`)
  const parts = [`${sessionCookieName()}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  if (isCookieSecure()) parts.push('Secure')
  return [...parts, `Max-Age=${token === null ? 0 : SESSION_MAX_SECONDS}`].join('; ')
}

/** A browser keeps the language this long after the last sign-in or choice: the longest that it allows. */
const LANGUAGE_MAX_SECONDS = 400 * 24 * 60 * 60

/** Returns the Set-Cookie value for a person's language; null removes the cookie, so the browser decides. */
export function languageSetCookie(language: string | null): string {
  const value = language === null ? '' : encodeURIComponent(language)
  const parts = [`${LANGUAGE_COOKIE}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax']
  if (isCookieSecure()) parts.push('Secure')
  return [...parts, `Max-Age=${language === null ? 0 : LANGUAGE_MAX_SECONDS}`].join('; ')
}

/**
 * Returns the Set-Cookie values that bring a browser to a person's language: none if the Cookie header
 * already carries it.
 */
export function languageSetCookies(language: string | null, cookie: string | null): string[] {
  return (cookieValue(cookie, LANGUAGE_COOKIE) || null) === language ? [] : [languageSetCookie(language)]
}

/**
 * Returns the headers that remove the session's cookie and the browser's cached responses. Clear-Site-Data is
 * left out over plain http, where browsers ignore it and log a warning.
 */
export function signedOutHeaders(): Record<string, string> {
  return { 'set-cookie': sessionSetCookie(null), ...(isCookieSecure() && { 'clear-site-data': '"cache"' }) }
}

/**
 * Returns the session token from a Cookie header, or null if the cookie is missing or its signature is not
 * ours.
 */
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

/** Signs as better-auth does, because both share this cookie: HMAC-SHA-256 of the token in base64. */
function signature(token: string): string {
  return createHmac('sha256', authSecret()).update(token).digest('base64')
}
