import { expect, test } from 'vitest'

// Read once, at the first use.
process.env.APP_URL = 'https://furrow.example.com'
process.env.AUTH_SECRET = 'a secret that only tests know, 32+'
const { readSessionToken, sessionCookieName, sessionSetCookie, signedOutHeaders, stateCookieName } =
  await import('./session-cookie.ts')

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

test('so does the cookie of a single sign-on under way', () => {
  expect(stateCookieName()).toBe('__Host-furrow_state')
})

test('signing out takes the cookie and whatever the browser kept of answers', () => {
  expect(signedOutHeaders()).toEqual({
    'set-cookie': '__Host-furrow_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0',
    'clear-site-data': '"cache"',
  })
})
