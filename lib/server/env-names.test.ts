import { expect, test } from 'vitest'
import { ENV_VARIABLES } from './env.ts'
import { readEnvironmentText } from './env-file.ts'
import { nearMisses } from './env-names.ts'

const meant = (name: string, others: Record<string, string> = {}) =>
  nearMisses({ [name]: 'x', ...others }, ENV_VARIABLES).map((miss) => miss.meant)

test.each([
  ['HELLO_TRACTOR_APIKEY', 'HELLO_TRACTOR_API_KEY'],
  ['HELLOTRACTOR_API_KEY', 'HELLO_TRACTOR_API_KEY'],
  ['Hello-Tractor-Api-Key', 'HELLO_TRACTOR_API_KEY'],
  ['HELLO_TRACTOR_FUNDING_SOURCE', 'HELLO_TRACTOR_FUNDING_SOURCES'],
  ['CLIENT_INVOICE_URL', 'CLIENT_INVOICES_URL'],
  ['PAYMENTS_LINK_URL', 'PAYMENT_LINKS_URL'],
  ['NEXT_PUBLIC_PAYMENT_LINKS_URL', 'PAYMENT_LINKS_URL'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['database_url', 'DATABASE_URL'],
  ['DATA_DIRS', 'DATA_DIR'],
  ['ADMIN_PASWORD', 'ADMIN_PASSWORD'],
  ['TRUSTED_ADRESS_HEADER', 'TRUSTED_ADDRESS_HEADER'],
  ['SYNC_FORM', 'SYNC_FROM'],
  ['OIDC_CLIENTID', 'OIDC_CLIENT_ID'],
])('%s is taken for a misspelt %s', (name, variable) => expect(meant(name)).toEqual([variable]))

test.each([
  ...['PATH', 'HOME', 'PWD', 'SORT', 'POST', 'ROLES', 'HOST', 'HOSTNAME', 'TZ', 'NODE_ENV', 'SHELL', 'PORTS'],
  ...['npm_config_cache', 'DATABASE_PASSWORD', 'SMTP_HOST', 'FURROW_DATABASE_URL', 'HTTP_PROXY', 'APP_NAME'],
  ...['PAYMENT_LINKS_SERVICE_HOST', 'PAYMENT_LINKS_PORT_8080_TCP_ADDR', 'HELLO_TRACTOR_PORT'],
])('%s belongs to somebody else', (name) => expect(meant(name)).toEqual([]))

test('a name beside the right one, or a blank one, is no mistake', () => {
  expect(meant('HELLO_TRACTOR_APIKEY', { HELLO_TRACTOR_API_KEY: 'k' })).toEqual([])
  expect(nearMisses({ HELLO_TRACTOR_APIKEY: ' ' }, ENV_VARIABLES)).toEqual([])
})

test('.env is read with exports, quotes, comments, blanks, values over several lines, and Windows line ends', () => {
  const text = [
    '\ufeff# keys',
    'export HELLO_TRACTOR_API_KEY="k#1"  # the key',
    " PAYMENT_LINKS_PATH = '/reports/a b'",
    '',
    'HELLO_TRACTOR_CURRENCIES=["NGN","KES"]',
    'OTHER="one',
    'PORT=two"',
    'SYNC_INTERVAL_SECONDS=60 # a minute',
  ].join('\r\n')
  expect(readEnvironmentText(text)).toEqual({
    values: {
      HELLO_TRACTOR_API_KEY: 'k#1',
      PAYMENT_LINKS_PATH: '/reports/a b',
      HELLO_TRACTOR_CURRENCIES: '["NGN","KES"]',
      OTHER: 'one\nPORT=two',
      SYNC_INTERVAL_SECONDS: '60',
    },
    mistakes: [],
  })
})
