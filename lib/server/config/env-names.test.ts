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
  ['HELLO_TRACTOR_KEY', 'HELLO_TRACTOR_API_KEY'],
  ['CLIENT_INVOICES_KEY', 'CLIENT_INVOICES_API_KEY'],
  ['PAYMENT_LINK_KEY', 'PAYMENT_LINKS_API_KEY'],
])('%s is recognised as a misspelt %s', (name, variable) => expect(meant(name)).toEqual([variable]))

test.each([
  ...['PATH', 'HOME', 'PWD', 'SORT', 'POST', 'ROLES', 'HOST', 'HOSTNAME', 'TZ', 'NODE_ENV', 'SHELL', 'PORTS'],
  ...['npm_config_cache', 'DATABASE_PASSWORD', 'SMTP_HOST', 'FURROW_DATABASE_URL', 'HTTP_PROXY', 'APP_NAME'],
  ...['PAYMENT_LINKS_SERVICE_HOST', 'PAYMENT_LINKS_PORT_8080_TCP_ADDR', 'HELLO_TRACTOR_PORT'],
])('%s belongs to another program', (name) => expect(meant(name)).toEqual([]))

test('a misspelt name is no mistake when blank or when the correct variable is set', () => {
  expect(meant('HELLO_TRACTOR_APIKEY', { HELLO_TRACTOR_API_KEY: 'k' })).toEqual([])
  expect(nearMisses({ HELLO_TRACTOR_APIKEY: ' ' }, ENV_VARIABLES)).toEqual([])
})

test('.env is read with exports, quotes, comments, blanks, multi-line values, and Windows line ends', () => {
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

test.each([
  ['AUTH_SECRET=a#b', 'AUTH_SECRET is cut at its "#": put the value in quotes'],
  ['AUTH_SECRET=ab#c', 'AUTH_SECRET is cut at its "#": put the value in quotes'],
  ['AUTH_SECRET=it"s#c', 'AUTH_SECRET is cut at its "#": put the value in quotes'],
  [
    'AUTH_SECRET=#abc',
    'AUTH_SECRET is read as blank, for its value starts with "#": put the value in quotes',
  ],
  ['AUTH_SECRET="ab"cd', 'AUTH_SECRET is cut at the second ": use another kind of quote around the value'],
  ['AUTH_SECRET="a\\"b"', 'AUTH_SECRET is cut at the second ": use another kind of quote around the value'],
  ['AUTH_SECRET=“abc”', 'AUTH_SECRET has a typographic quote (“) at its start: use " or nothing instead'],
  ['AUTH_SECRET=„abc“', 'AUTH_SECRET has a typographic quote („) at its start: use " or nothing instead'],
  ["AUTH_SECRET= ‘abc'", 'AUTH_SECRET has a typographic quote (‘) at its start: use " or nothing instead'],
  ['AUTH_SECRET=abc” # key', 'AUTH_SECRET has a typographic quote (”) at its end: use " or nothing instead'],
])('.env is not misread silently: %s', (line, wanted) => {
  expect(readEnvironmentText(`PORT=3000\n${line}\n`).mistakes).toEqual([`.env line 2: ${wanted}`])
})

test.each(['A= # none', 'A=', 'A= #none', 'A=b # see c#d', 'A="“b”"', "A='#b'", 'A=it’s', 'A="b"#c'])(
  '.env is read as intended: %s',
  (line) => expect(readEnvironmentText(line).mistakes).toEqual([]),
)
