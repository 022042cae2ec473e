import type { Environment, Mistake } from './mistake.ts'

const ROWS: readonly [name: string, given: Environment, says: string][] = [
  ['a port that is not a number', { PORT: 'abc' }, 'PORT must be a port number from 1 to 65535'],
  ['a port beyond the last', { PORT: '99999' }, 'PORT must be a port number from 1 to 65535'],
  ['a port in hexadecimal', { PORT: '0x1F90' }, 'PORT must be a port number from 1 to 65535'],
  [
    'an address to listen on with a scheme',
    { LISTEN_HOST: 'http://0.0.0.0' },
    'LISTEN_HOST must be an address or a name without scheme and port, such as 0.0.0.0',
  ],
  [
    'an address to listen on with a port',
    { LISTEN_HOST: '0.0.0.0:3000', APP_URL: 'https://furrow.example.com' },
    'LISTEN_HOST must be an address or a name without scheme and port, such as 0.0.0.0',
  ],
  [
    'a server open to other machines without a public address',
    { LISTEN_HOST: '0.0.0.0' },
    'APP_URL is missing: LISTEN_HOST lets other machines in, so set the address they use, e.g. https://furrow.example.com',
  ],
  [
    'a public address without scheme',
    { APP_URL: 'furrow.example.com' },
    'APP_URL must be an address such as https://furrow.example.com',
  ],
  [
    'a public address with a path',
    { APP_URL: 'https://example.com/furrow' },
    'APP_URL must have no path: Furrow needs its own host name, such as https://furrow.example.com',
  ],
  [
    'a public address with a user',
    { APP_URL: 'https://ada:hunter2@furrow.example.com' },
    'APP_URL must have no user and no password in it',
  ],
  [
    'two headers for the address of a request',
    { TRUSTED_ADDRESS_HEADER: 'x-real-ip, x-forwarded-for' },
    'TRUSTED_ADDRESS_HEADER must be the name of one header, such as x-real-ip',
  ],
  [
    'a database other than PostgreSQL',
    { DATABASE_URL: 'mysql://root:hunter2@db/furrow' },
    'DATABASE_URL must be postgres://user:password@host:port/database',
  ],
  [
    'a shared database without the secret of its servers',
    { DATABASE_URL: 'postgres://furrow:hunter2@127.0.0.1:9/furrow' },
    'AUTH_SECRET is missing: set it beside DATABASE_URL, the same for every server, e.g. to the output of: openssl rand -base64 32',
  ],
  [
    'a secret with too few characters',
    { AUTH_SECRET: 'hunter2' },
    'AUTH_SECRET must have at least 32 characters, e.g. from: openssl rand -base64 32',
  ],
  [
    'the secret of the example',
    { AUTH_SECRET: 'replace-me-with-the-output-of-openssl-rand' },
    'AUTH_SECRET still has the value of .env.example: set your own',
  ],
  [
    'a first admin without a password',
    { ADMIN_EMAIL: 'ada@example.com' },
    'ADMIN_PASSWORD is missing: set it beside ADMIN_EMAIL',
  ],
  [
    'a first admin without an e-mail address',
    { ADMIN_PASSWORD: 'hunter2 and more' },
    'ADMIN_EMAIL is missing: set it beside ADMIN_PASSWORD',
  ],
  [
    'a first admin with a malformed e-mail address',
    { ADMIN_EMAIL: 'ada', ADMIN_PASSWORD: 'hunter2 and more' },
    'ADMIN_EMAIL must be an e-mail address such as ada@example.com',
  ],
  [
    'a first admin with a leaked password',
    { ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: 'password123' },
    'ADMIN_PASSWORD is on the list of passwords that have leaked elsewhere: choose another.',
  ],
  [
    'an incomplete single sign-on',
    { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'furrow' },
    'OIDC_CLIENT_SECRET is missing: set it beside OIDC_ISSUER and OIDC_CLIENT_ID',
  ],
  [
    'single sign-on over plain http',
    { OIDC_ISSUER: 'http://login.example.com', OIDC_CLIENT_ID: 'furrow', OIDC_CLIENT_SECRET: 'hunter2' },
    'OIDC_ISSUER must be https; plain http is accepted for loopback addresses only',
  ],
  [
    'PDF hosts with a scheme',
    { PDF_HOSTS: '["https://files.example.com"]' },
    'PDF_HOSTS must name hosts only, as host or host:port, e.g. ["files.example.com"]',
  ],
  [
    'PDF hosts as a list with commas',
    { PDF_HOSTS: 'files.example.com,cdn.example.com' },
    'PDF_HOSTS must be a JSON array of at most 200 strings such as ["files.example.com"]',
  ],
  ['a PDF size limit of 0', { PDF_MAX_MB: '0' }, 'PDF_MAX_MB must be more than 0'],
  ['a first day that does not exist', { SYNC_FROM: '2026-02-30' }, 'SYNC_FROM must be a day as YYYY-MM-DD'],
  [
    'a first day in the future',
    { SYNC_FROM: '2199-01-01' },
    'SYNC_FROM must not be after today: nothing would be read',
  ],
  ['a first day before 2000', { SYNC_FROM: '1999-12-31' }, 'SYNC_FROM must be 2000-01-01 or later'],
  [
    'a sync interval that would flood a source',
    { SYNC_INTERVAL_SECONDS: '1' },
    'SYNC_INTERVAL_SECONDS must be at least 5 seconds',
  ],
  [
    'a sync interval with a unit',
    { SYNC_INTERVAL_SECONDS: '5m' },
    'SYNC_INTERVAL_SECONDS must be a number of seconds',
  ],
  [
    'a time zone that does not exist',
    { BUSINESS_TIME_ZONE: 'Lagos' },
    'BUSINESS_TIME_ZONE must be an IANA time zone such as Africa/Lagos',
  ],
  [
    'a time zone given as an offset',
    { BUSINESS_TIME_ZONE: '+01:00' },
    'BUSINESS_TIME_ZONE must be an IANA time zone such as Africa/Lagos',
  ],
  [
    'a mail server with an http address',
    { SMTP_URL: 'https://furrow:hunter2@smtp.example.com' },
    'SMTP_URL must be smtps://user:password@host:port, or smtp:// for STARTTLS',
  ],
  [
    'a mail server without a host',
    { SMTP_URL: 'smtps://:465' },
    'SMTP_URL must be smtps://user:password@host:port, or smtp:// for STARTTLS',
  ],
  [
    'a sender without a mail server',
    { MAIL_FROM: 'furrow@example.com' },
    'SMTP_URL is missing: set it beside MAIL_FROM, or remove that',
  ],
  ['a sandbox with yes', { SANDBOX: 'yes' }, 'SANDBOX must be 1 or 0'],
  ['a role that does not exist', { ROLE: 'server' }, 'ROLE must be all, web or worker'],
]

/** Mistakes in single variables and in combinations of variables. */
export const VARIABLE_MISTAKES: readonly Mistake[] = [
  ...ROWS.map(([name, given, says]) => ({ name, given, says })),
  {
    name: 'a setting as a command-line argument',
    given: {},
    args: ['--port', '4000'],
    says: 'npm start has no option --port. Settings are environment variables, as in PORT=3001 npm start; .env.example lists them.',
  },
]
