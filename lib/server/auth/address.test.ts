import { beforeAll, expect, test } from 'vitest'
import { clientAddress } from './address.ts'

// The environment is read once, at first use.
beforeAll(() => {
  process.env.TRUSTED_ADDRESS_HEADER = 'X-Real-IP'
})

const addressOf = (headers: Record<string, string>) => clientAddress({ headers: new Headers(headers) })

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['2001:DB8::1', '2001:db8::1'],
  ['::ffff:10.1.2.3', '10.1.2.3'],
  ['6.6.6.6, 10.1.2.3', '10.1.2.3'],
  ['10.1.2.3, not an address', '127.0.0.1'],
  ['10.1.2.3:443', '127.0.0.1'],
  ['', '127.0.0.1'],
])('behind a proxy that sends x-real-ip %j, takes %s as the address', (named, address) => {
  expect(addressOf({ 'x-real-ip': named, 'x-furrow-address': '127.0.0.1' })).toBe(address)
})

test('ignores every address header except the configured one', () => {
  expect(addressOf({ 'x-forwarded-for': '6.6.6.6', 'x-furrow-address': '127.0.0.1' })).toBe('127.0.0.1')
})
