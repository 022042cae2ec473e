import { expect, test } from 'vitest'

// Read once, at first use.
process.env.APP_URL = 'https://furrow.example.com'
process.env.AUTH_SECRET = 'a secret that only tests know, 32+'
const { readSessionToken, sessionCookieName, sessionSetCookie, signedOutHeaders, stateCookieName } =
  await import('./session-cookie.ts')

test('limits the cookie to this exact host and to https where Furrow runs over https', () => {
  expect(sessionCookieName()).toBe('__Host-furrow_session')
  const cookie = sessionSetCookie('a-token')
  expect(cookie.split('; ').slice(1)).toEqual([
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    'Secure',
    'Max-Age=43200',
  ])
  expect(readSessionToken(cookie.split(';')[0] ?? '')).toBe('a-token')
})

test('ignores the unprefixed cookie over https, because a subdomain could set it', () => {
  const value = sessionSetCookie('a-token').split(';')[0]?.split('=').slice(1).join('=')
  expect(readSessionToken(`furrow_session=${value}`)).toBeNull()
})

test('limits the cookie of a pending single sign-on to this host as well', () => {
  expect(stateCookieName()).toBe('__Host-furrow_state')
})

test('removes the cookie and the browser’s cached responses at sign-out', () => {
  expect(signedOutHeaders()).toEqual({
    'set-cookie': '__Host-furrow_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
    'clear-site-data': '"cache"',
  })
})
