import { expect, test } from 'vitest'
import { ownPath } from './own-path.ts'

test.each(['/', '/invoices', '/invoices?source=payment-links&row=a%2Fb', '/billing-periods?search=%3Cb%3E'])(
  'returns to one of our own pages after sign-in: %s',
  (path) => expect(ownPath(path)).toBe(path),
)

test.each([
  null,
  '',
  'invoices',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/x/..//evil.example',
  '/.//evil.example',
  '/%2e/\\evil.example',
  'javascript:alert(1)',
  ' //evil.example',
  '/api/auth/sign-out',
  '/sign-in?next=/',
  '/setup?token=x',
  `/${'x'.repeat(2_000)}`,
])('never returns to any other address: %s', (path) => expect(ownPath(path)).toBe('/'))
