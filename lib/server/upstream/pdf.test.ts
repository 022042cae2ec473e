import { describe, expect, test } from 'vitest'
import { guardedLookup, isLinkLocalAddress, isPublicAddress } from './addresses.ts'
import { pdfRule, readPdfUrl } from './pdf.ts'

const API = 'https://api.hellotractor.example'
const OPEN = ['good.example', 'files.example:8443', '169.254.169.254', '127.1', '10.0.0.5', '[::1]:9000']

/** Returns how a pdf_url may be called, or null if the rule refuses the address. */
function verdict(text: string, baseUrl = API, hosts: readonly string[] = OPEN) {
  const url = readPdfUrl(text)
  return url && pdfRule(baseUrl, hosts)(url)
}

describe('PDF addresses', () => {
  test('an address on the API’s own origin is called with the key', () => {
    expect(verdict(`${API}/files/1.pdf`)).toEqual({ isKeySent: true, addresses: 'any' })
  })

  test.each([
    'https://good.example/a.pdf?sig=x',
    'HTTPS://GOOD.example:443/a',
    'https://files.example:8443/a',
  ])('the allowed %s is called without the key, at public addresses only', (text) => {
    expect(verdict(text)).toEqual({ isKeySent: false, addresses: 'public' })
  })

  test('an API on this machine may keep its files on this machine, still without the key', () => {
    const local = (text: string) =>
      verdict(text, 'http://127.0.0.1:4010', ['127.0.0.1:4020', 'files.internal'])
    expect(local('http://127.0.0.1:4010/a')).toEqual({ isKeySent: true, addresses: 'any' })
    expect(local('https://127.0.0.1:4010/a')).toMatchObject({ isKeySent: false })
    expect(local('http://127.0.0.1:4020/a')).toMatchObject({ isKeySent: false })
    expect(local('https://files.internal/a')).toEqual({ isKeySent: false, addresses: 'not-link-local' })
    expect(local('http://127.0.0.1:4030/a')).toBeNull()
  })

  test.each([
    'http://169.254.169.254/',
    'https://169.254.169.254/',
    'http://127.1/',
    'https://127.1/',
    'http://2130706433/',
    'https://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'http://①②⑦.⓪.⓪.①/',
    'http://[::1]:9000/',
    'https://10.0.0.5/',
    'https://good.example@evil.example/',
    'https://user:pass@good.example/',
    'https://evil.example/',
    'https://good.example.evil.example/',
    'https://good.example./',
    'https://good.example:8443/',
    'https://files.example/',
    'http://good.example/',
    'http://api.hellotractor.example/',
    'https://api.hellotractor.example:8443/',
    'https://api.hellotractor.example.evil.example/',
    'file:///etc/passwd',
    'data:application/pdf;base64,JVBERi0=',
    'ftp://good.example/',
    'javascript:alert(1)',
    '//evil.example/x',
    '/relative.pdf',
    'https:good.example',
    'https:///good.example',
    'https://good.example\\@evil.example/',
    'https://evil.example\\.good.example/',
    'https://good.example /',
    ' https://good.example/',
    'https://good.exa\nmple/',
    'https://good.example\u0000/',
    'https://%67ood.example%2eevil/',
    '',
  ])('%j is refused', (text) => {
    const isLoopbackListed = text === 'http://[::1]:9000/'
    expect(verdict(text, API, isLoopbackListed ? ['good.example'] : OPEN)).toBeNull()
  })
})

describe('network addresses', () => {
  test.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )

  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '2001:db8::1',
    '2001:0:1::1',
    '2002:7f00:1::',
    'example.com',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test('metadata addresses are link-local, also when mapped into IPv6', () => {
    for (const address of ['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254']) {
      expect(isLinkLocalAddress(address)).toBe(true)
    }
    expect(isLinkLocalAddress('127.0.0.1')).toBe(false)
  })

  test('a host name is refused when it resolves to an address that is not allowed', async () => {
    const resolve = (isAllowed: (address: string) => boolean, all: boolean) =>
      new Promise((done) => {
        guardedLookup(isAllowed)('localhost', { all }, (error, address) => done(error ? error.name : address))
      })
    expect(await resolve(isPublicAddress, true)).toBe('BlockedAddressError')
    expect(await resolve(isPublicAddress, false)).toBe('BlockedAddressError')
    expect(await resolve(() => true, false)).toMatch(/^(127\.0\.0\.1|::1)$/)
  })
})
