import type { Environment, Mistake } from './mistake.ts'

const ROWS: readonly [name: string, given: Environment, says: string][] = [
  [
    'a key under a misspelt name',
    { HELLO_TRACTOR_APIKEY: 'hunter2-key' },
    'HELLO_TRACTOR_APIKEY is not read: use HELLO_TRACTOR_API_KEY instead',
  ],
  [
    'a key in lower case',
    { hello_tractor_api_key: 'hunter2-key' },
    'hello_tractor_api_key is not read: use HELLO_TRACTOR_API_KEY instead',
  ],
  [
    'a key in the plural',
    { PAYMENT_LINKS_API_KEYS: 'hunter2-key' },
    'PAYMENT_LINKS_API_KEYS is not read: use PAYMENT_LINKS_API_KEY instead',
  ],
  [
    'a key with a letter missing',
    { HELO_TRACTOR_API_KEY: 'hunter2-key' },
    'HELO_TRACTOR_API_KEY is not read: use HELLO_TRACTOR_API_KEY instead',
  ],
  [
    'a key with a prefix',
    { FURROW_HELLO_TRACTOR_API_KEY: 'hunter2-key' },
    'FURROW_HELLO_TRACTOR_API_KEY is not read: use HELLO_TRACTOR_API_KEY instead',
  ],
  [
    'a variable of a source that does not exist',
    { CLIENT_INVOICES_REALM: 'clients' },
    'CLIENT_INVOICES_REALM is not read: no variable of Furrow has this name; .env.example lists them',
  ],
  [
    'an address without its key',
    { HELLO_TRACTOR_URL: 'https://api.example.com' },
    'HELLO_TRACTOR_API_KEY is missing: set it beside HELLO_TRACTOR_URL',
  ],
  [
    'funding sources without the key of their source',
    { HELLO_TRACTOR_FUNDING_SOURCES: '["AGRI-FUND-1"]' },
    'HELLO_TRACTOR_API_KEY is missing: set it beside HELLO_TRACTOR_FUNDING_SOURCES',
  ],
  [
    'a source over plain http',
    { HELLO_TRACTOR_URL: 'http://api.hellotractor.com', HELLO_TRACTOR_API_KEY: 'hunter2-key' },
    'HELLO_TRACTOR_URL must be https; plain http is accepted for loopback addresses only',
  ],
  [
    'a source with a password in its address',
    { HELLO_TRACTOR_URL: 'https://ada:hunter2@api.example.com', HELLO_TRACTOR_API_KEY: 'hunter2-key' },
    'HELLO_TRACTOR_URL must have no user and no password in it',
  ],
  [
    'a source with a query in its address',
    { PAYMENT_LINKS_URL: 'https://pay.example.com/?tenant=1', PAYMENT_LINKS_API_KEY: 'hunter2-key' },
    'PAYMENT_LINKS_URL must end before its "?" or "#"',
  ],
  [
    'a key in quotes',
    { HELLO_TRACTOR_API_KEY: '"hunter2-key"' },
    'HELLO_TRACTOR_API_KEY stands in quotes, which would be part of the value: remove them',
  ],
  [
    'a key with its scheme',
    { HELLO_TRACTOR_API_KEY: 'Bearer hunter2-key' },
    'HELLO_TRACTOR_API_KEY must be the key alone, without "Bearer"',
  ],
  [
    'a key with characters that no header can carry',
    { PAYMENT_LINKS_URL: 'https://pay.example.com', PAYMENT_LINKS_API_KEY: 'hunter2…key' },
    'PAYMENT_LINKS_API_KEY must be printable ASCII without blanks: copy it again',
  ],
  [
    'the key of the example',
    { HELLO_TRACTOR_API_KEY: 'replace-me' },
    'HELLO_TRACTOR_API_KEY still has the value of .env.example: set your own',
  ],
  [
    'currencies as a list with commas',
    { HELLO_TRACTOR_API_KEY: 'hunter2-key', HELLO_TRACTOR_CURRENCIES: 'NGN,KES' },
    'HELLO_TRACTOR_CURRENCIES must be a JSON array of at most 200 strings such as ["NGN","KES"]',
  ],
  [
    'funding sources that are not a list',
    { HELLO_TRACTOR_API_KEY: 'hunter2-key', HELLO_TRACTOR_FUNDING_SOURCES: '"AGRI-FUND-1' },
    'HELLO_TRACTOR_FUNDING_SOURCES must be a JSON array of at most 200 strings such as ["AGRI-FUND-1"]',
  ],
  [
    'payment links without a key',
    { PAYMENT_LINKS_URL: 'https://pay.example.com' },
    'PAYMENT_LINKS_API_KEY is missing: set it (or PAYMENT_LINKS_AUTH_HEADER) beside PAYMENT_LINKS_URL',
  ],
  [
    'payment links without an address',
    { PAYMENT_LINKS_API_KEY: 'hunter2-key' },
    'PAYMENT_LINKS_URL is missing: set it beside PAYMENT_LINKS_API_KEY',
  ],
  [
    'a currency for payment links that are off',
    { PAYMENT_LINKS_CURRENCY: 'AUD' },
    'PAYMENT_LINKS_URL is missing: set it beside PAYMENT_LINKS_CURRENCY',
  ],
  [
    'a path without its slash',
    {
      PAYMENT_LINKS_URL: 'https://pay.example.com',
      PAYMENT_LINKS_API_KEY: 'hunter2-key',
      PAYMENT_LINKS_PATH: 'reports/invoices',
    },
    'PAYMENT_LINKS_PATH must be a path such as /reports/invoices',
  ],
  [
    'an incomplete password grant',
    { CLIENT_INVOICES_URL: 'https://ci.example.com', CLIENT_INVOICES_USERNAME: 'furrow' },
    'CLIENT_INVOICES_PASSWORD is missing: the password grant needs it',
  ],
  [
    'the password grant without the address of the source',
    { CLIENT_INVOICES_CLIENT_ID: 'api-client' },
    'CLIENT_INVOICES_URL is missing: set it beside CLIENT_INVOICES_CLIENT_ID',
  ],
]

/**
 * Mistakes in the variables of sources: with one of them set, the sandbox's invented data must never show.
 */
export const SOURCE_MISTAKES: readonly Mistake[] = ROWS.map(([name, given, says]) => ({ name, given, says }))
