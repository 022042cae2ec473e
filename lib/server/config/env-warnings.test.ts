import { expect, test } from 'vitest'
import { readEnv } from './env.ts'
import { configurationWarnings } from './env-warnings.ts'

const HTTPS = { APP_URL: 'https://furrow.example', TRUSTED_ADDRESS_HEADER: 'x-real-ip' }

function warnings(environment: Record<string, string>): string[] {
  return configurationWarnings(environment, readEnv(environment))
}

test.each([
  [{ APP_URL: 'http://furrow.example' }, /^APP_URL is plain http/],
  [
    { APP_URL: 'http://localhost:3000', LISTEN_HOST: '0.0.0.0' },
    /^APP_URL names this machine, but LISTEN_HOST lets others in/,
  ],
  [{ APP_URL: 'http://localhost:8080', PORT: '3000' }, /^APP_URL has another port than PORT/],
  [{ APP_URL: 'https://furrow.example' }, /^TRUSTED_ADDRESS_HEADER is unset/],
  [
    {
      ...HTTPS,
      PAYMENT_LINKS_URL: 'https://links.example',
      PAYMENT_LINKS_AUTH_HEADER: 'Bearer secret-word',
      PAYMENT_LINKS_API_KEY: 'secret-word',
    },
    /^PAYMENT_LINKS_API_KEY has no effect beside PAYMENT_LINKS_AUTH_HEADER/,
  ],
  [
    { ...HTTPS, SANDBOX: '1', HELLO_TRACTOR_API_KEY: 'secret-word' },
    /^SANDBOX=1 shows invented data: the sources that are configured are not read/,
  ],
  [{ ...HTTPS, HELLO_TRACTOR_API_KEY: ' ' }, /^HELLO_TRACTOR_API_KEY is blank, which counts as unset/],
])('%j has less effect than intended, and gives one line without a value', (environment, line) => {
  const lines = warnings(environment)
  expect(lines).toEqual([expect.stringMatching(line)])
  expect(lines.join()).not.toContain('secret-word')
})

test.each([
  [{}],
  [{ HELLO_TRACTOR_API_KEY: 'k' }],
  [{ ...HTTPS, HELLO_TRACTOR_API_KEY: 'k' }],
  [{ ROLE: 'worker', APP_URL: 'http://furrow.example' }],
])('%j gives no warning', (environment) => {
  expect(warnings(environment)).toEqual([])
})
