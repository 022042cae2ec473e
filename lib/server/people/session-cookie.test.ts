import { expect, test } from 'vitest'

// Read once, at the first use.
process.env.APP_URL = 'https://furrow.example.com'
process.env.AUTH_SECRET = 'a secret that only tests know, 32+'
const { readSessionToken, sessionCookieName, sessionSetCookie } = await import('./session-cookie.ts')

test('over https the cookie belongs to this very host and is sent over https alone', () => {
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

test('the unprefixed cookie, which a sister host could set, is not read there', () => {
  const value = sessionSetCookie('a-token').split(';')[0]?.split('=').slice(1).join('=')
  expect(readSessionToken(`furrow_session=${value}`)).toBeNull()
})
