import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigurationError, ENV_VARIABLES, readEnv } from './env.ts'

function mistakes(environment: Record<string, string>): readonly string[] {
  try {
    readEnv(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.lines
    throw error
  }
}

test('without any variable Furrow listens on loopback and shows the sandbox', () => {
  const env = readEnv({})
  expect(env).toMatchObject({
    port: 3000,
    listenHost: '127.0.0.1',
    appUrl: 'http://localhost:3000',
    sandbox: 'default',
    role: 'all',
  })
  expect(Object.values(env.upstreams)).toEqual([null, null, null])
})

test('one configured source turns the sandbox off, and SANDBOX=1 turns the sandbox on again', () => {
  expect(readEnv({ HELLO_TRACTOR_API_KEY: 'k' }).sandbox).toBeNull()
  expect(readEnv({ HELLO_TRACTOR_API_KEY: 'k', SANDBOX: '1' }).sandbox).toBe('forced')
})

test('reports every mistake at once, with its fix and without its value', () => {
  const lines = mistakes({
    PORT: '99999',
    LISTEN_HOST: 'every where',
    DATABASE_URL: 'mysql://root:hunter2@db/x',
    ROLE: 'king',
    SYNC_FROM: '2026-02-30',
  })
  expect(lines).toHaveLength(5)
  for (const name of ['PORT', 'LISTEN_HOST', 'DATABASE_URL', 'ROLE', 'SYNC_FROM']) {
    expect(lines.some((line) => line.startsWith(`${name} must be`))).toBe(true)
  }
  expect(lines.join()).not.toContain('hunter2')
})

test('a server that other machines can reach needs APP_URL', () => {
  expect(mistakes({ LISTEN_HOST: '0.0.0.0' })[0]).toMatch(/^APP_URL is missing/)
  expect(mistakes({ LISTEN_HOST: '::' })[0]).toMatch(/^APP_URL is missing/)
  for (const APP_URL of ['https://furrow.example.com', 'http://10.1.2.3:3000']) {
    expect(readEnv({ LISTEN_HOST: '0.0.0.0', APP_URL })).toMatchObject({
      listenHost: '0.0.0.0',
      appUrl: APP_URL,
    })
  }
  for (const APP_URL of ['http://0.0.0.0:3000', 'http://[::]:3000'])
    expect(mistakes({ LISTEN_HOST: '0.0.0.0', APP_URL })[0]).toMatch(
      /^APP_URL must be the address that people/,
    )
  for (const LISTEN_HOST of ['127.0.0.1', '::1', 'localhost']) expect(mistakes({ LISTEN_HOST })).toEqual([])
})

test('the first admin and single sign-on are off unless configured', () => {
  expect(readEnv({})).toMatchObject({ admin: null, oidc: null })
  expect(readEnv({ ADMIN_EMAIL: 'Ada@Example.com', ADMIN_PASSWORD: 'p' }).admin?.email).toBe(
    'ada@example.com',
  )
})

describe('a partial configuration is refused with the missing variable', () => {
  test.each([
    [{ PAYMENT_LINKS_URL: 'https://pay.example.com' }, 'PAYMENT_LINKS_API_KEY'],
    [{ PAYMENT_LINKS_API_KEY: 'k' }, 'PAYMENT_LINKS_URL'],
    [{ CLIENT_INVOICES_URL: 'https://ci.example.com' }, 'CLIENT_INVOICES_API_KEY'],
    [{ CLIENT_INVOICES_API_KEY: 'k' }, 'CLIENT_INVOICES_URL'],
    [{ HELLO_TRACTOR_URL: 'https://api.example.com' }, 'HELLO_TRACTOR_API_KEY'],
    [{ CLIENT_INVOICES_CLIENT_ID: 'furrow' }, 'CLIENT_INVOICES_URL'],
    [{ MAIL_FROM: 'furrow@example.com' }, 'SMTP_URL'],
    [{ ADMIN_EMAIL: 'ada@example.com' }, 'ADMIN_PASSWORD'],
    [{ ADMIN_PASSWORD: 'p' }, 'ADMIN_EMAIL'],
    [{ OIDC_CLIENT_ID: 'furrow' }, 'OIDC_ISSUER'],
    [{ OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'furrow' }, 'OIDC_CLIENT_SECRET'],
    [
      {
        CLIENT_INVOICES_URL: 'https://ci.example.com',
        CLIENT_INVOICES_USERNAME: 'u',
        CLIENT_INVOICES_PASSWORD: 'p',
      },
      'CLIENT_INVOICES_TOKEN_URL',
    ],
  ])('%j', (environment, name) => expect(mistakes(environment)[0]).toMatch(new RegExp(`^${name} is missing`)))
})

test('plain http is accepted for loopback upstreams only', () => {
  expect(
    mistakes({ HELLO_TRACTOR_URL: 'http://api.hellotractor.com', HELLO_TRACTOR_API_KEY: 'k' })[0],
  ).toContain('HELLO_TRACTOR_URL must be https')
  expect(mistakes({ HELLO_TRACTOR_URL: 'http://127.0.0.1:9999', HELLO_TRACTOR_API_KEY: 'k' })).toEqual([])
})

test('partitions are JSON arrays of names', () => {
  const env = readEnv({
    HELLO_TRACTOR_API_KEY: 'k',
    HELLO_TRACTOR_FUNDING_SOURCES: '["Heifer & Co", "AGRI-FUND-1"]',
  })
  expect(env.upstreams.helloTractor?.fundingSources).toEqual(['Heifer & Co', 'AGRI-FUND-1'])
  expect(mistakes({ HELLO_TRACTOR_API_KEY: 'k', HELLO_TRACTOR_FUNDING_SOURCES: 'Heifer' })[0]).toContain(
    'JSON array',
  )
})

test('PDF_HOSTS accepts hosts and refuses addresses', () => {
  expect(mistakes({ PDF_HOSTS: '["files.example.com:8443"]' })).toEqual([])
  for (const entry of ['https://files.example.com', 'files.example.com/a', 'user@files.example.com']) {
    expect(mistakes({ PDF_HOSTS: JSON.stringify([entry]) })[0]).toMatch(/^PDF_HOSTS must name hosts only/)
  }
})

test('.env.example contains every variable with a valid example', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../../.env.example'), 'utf8')
  const examples = [...text.matchAll(/^# ?([A-Z_]+)=(.*)$/gm)].map(
    ([, name = '', value = '']) => [name, value.trim()] as const,
  )
  expect(examples.map(([name]) => name).toSorted()).toEqual(ENV_VARIABLES.toSorted())
  // Examples of secrets must be refused as they are; every other example must be valid.
  const secrets = examples.filter(([, value]) => value.includes('replace-me')).map(([name]) => name)
  expect(secrets).toContain('AUTH_SECRET')
  expect(mistakes(Object.fromEntries(examples)).toSorted()).toEqual(
    secrets.map((name) => `${name} still has the value of .env.example: set your own`).toSorted(),
  )
  const own = examples.map(([name, value]) => [name, value.replace('replace-me', 'mine')])
  expect(mistakes(Object.fromEntries(own))).toEqual([])
})
