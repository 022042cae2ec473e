import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { readEnv } from '#lib/server/config/env.ts'
import { dropDatabase } from '#lib/testing/database.ts'
import { startPooler } from '#lib/testing/pooler.ts'
import { openResources } from './resources.ts'

let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'furrow-database-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const SECRET = 'a secret that only tests know, 32+'

/** Returns what a start with this `DATABASE_URL` reports: its error, or that it started. */
async function startWith(url: string): Promise<string> {
  const env = readEnv({ DATA_DIR: dataDir, DATABASE_URL: url, AUTH_SECRET: SECRET })
  const said = await openResources({ ...env, sandbox: null }, () => {}).then(
    async (resources) => {
      await resources.close()
      return 'It started.'
    },
    (error: Error) => `${error.name}: ${error.message}`,
  )
  return said
}

/**
 * Creates a database and a role that can log in, after running `statements`, in which `{name}` stands for
 * both names.
 */
async function prepared(...statements: string[]): Promise<{ url: string; name: string }> {
  const name = `start_${randomBytes(6).toString('hex')}`
  const admin = new pg.Client({ connectionString: inject('postgresUrl') })
  await admin.connect()
  await admin.query(`create role ${name} login password 'hunter2'`)
  await admin.query(`create database ${name}`)
  for (const statement of statements) await admin.query(statement.replaceAll('{name}', name))
  onTestFinished(async () => {
    await dropDatabase(admin, name)
    await admin.query(`drop role ${name}`)
    await admin.end()
  })
  const url = new URL(inject('postgresUrl'))
  url.username = name
  url.password = 'hunter2'
  url.pathname = `/${name}`
  return { url: url.href, name }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

const OWNED = 'alter database {name} owner to {name}'
const server = () => new URL(inject('postgresUrl'))

function changed(change: (url: URL) => void): string {
  const url = server()
  change(url)
  return url.href
}

/**
 * Returns the port of a server that authenticates every client and then never answers, like a pooler whose
 * sessions are all taken.
 */
async function listenOnly(): Promise<number> {
  const authenticationOk = Buffer.from('R\0\0\0\b\0\0\0\0')
  const readyForQuery = Buffer.from('Z\0\0\0\u0005I')
  const listener = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(Buffer.concat([authenticationOk, readyForQuery])))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  onTestFinished(() => void listener.close())
  return (listener.address() as AddressInfo).port
}

const MISTAKES: Record<string, { url: () => Promise<string> | string; says: RegExp }> = {
  'a host with several addresses where nothing listens': {
    url: () => 'postgres://furrow:hunter2@localhost:9/furrow',
    says: /at localhost:9 does not answer: nothing listens there.*Start it/,
  },
  'a host that does not exist': {
    url: () => 'postgres://furrow:hunter2@no-such-host.invalid/furrow',
    says: /host no-such-host.invalid, which cannot be found/,
  },
  'several hosts': {
    url: () => 'postgres://furrow:hunter2@one:5432,two:5432/furrow?target_session_attrs=read-write',
    says: /names several hosts.*Name the primary/,
  },
  'a password that is not encoded': {
    url: () => 'postgres://furrow:hun#ter2@localhost:5432/furrow',
    says: /not a valid address.*Percent-encode/,
  },
  'a user with a bare percent sign': {
    url: () => 'postgres://100%fur:hunter2@localhost:5432/furrow',
    says: /not a valid address.*% as %25/,
  },
  'a database with a bare percent sign': {
    url: () => 'postgres://furrow:hunter2@localhost:5432/100%',
    says: /not a valid address.*% as %25/,
  },
  'a pooler that accepts the login but gives no session': {
    url: async () => `postgres://furrow:hunter2@127.0.0.1:${await listenOnly()}/furrow`,
    says: /at 127.0.0.1:\d+ accepted the connection, but answered no statement within 8 s/,
  },
  'a wrong password': {
    url: () => changed((url) => Object.assign(url, { password: 'hunter2' })),
    says: /refused the user or password/,
  },
  'no password': {
    url: () => changed((url) => Object.assign(url, { password: '' })),
    says: /refused the user or password/,
  },
  'an unknown user': {
    url: () => changed((url) => Object.assign(url, { username: 'nobody_knows', password: 'hunter2' })),
    says: /refused the user or password/,
  },
  'an unknown database': {
    url: () => changed((url) => Object.assign(url, { pathname: '/no_such' })),
    says: /has no database "no_such". Create it \(createdb no_such\)/,
  },
  'TLS requested from a server without TLS': {
    url: () => changed((url) => url.searchParams.set('sslmode', 'require')),
    says: /does not support TLS, which DATABASE_URL requires/,
  },
  'a certificate authority file that does not exist': {
    url: () =>
      changed((url) => {
        url.searchParams.set('sslmode', 'verify-full')
        url.searchParams.set('sslrootcert', '/no/such/ca.pem')
      }),
    says: /names a file that cannot be read \(ENOENT: .*'\/no\/such\/ca.pem'\)\. Correct its sslrootcert/,
  },
  'no right to connect': {
    url: async () => (await prepared('revoke connect on database {name} from public')).url,
    says: /may not connect to the database.*grant connect on database/,
  },
  'no right to create': {
    url: async () => (await prepared()).url,
    says: /may not set up the tables \(permission denied for database.*grant create on database.*grant create on schema public/,
  },
  'no right to create in the schema public': {
    url: async () => (await prepared('grant create on database {name} to {name}')).url,
    says: /may not set up the tables \(permission denied for schema public\).*grant create on schema public/,
  },
  'a connection limit that is reached': {
    url: async () => (await prepared(OWNED, 'alter role {name} connection limit 2')).url,
    says: /has no free connections \(too many connections for role.*raise max_connections/,
  },
  'tables of another program': {
    url: async () => {
      const { url } = await prepared(OWNED)
      await run(url, 'create table invoice (number text)')
      return url
    },
    says: /already uses a name that Furrow needs \(relation "invoice" already exists\)\. Create a database for Furrow only/,
  },
  'migrations of another program': {
    url: async () => {
      const { url } = await prepared(OWNED)
      const table =
        'drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)'
      await run(
        url,
        `create schema drizzle; create table ${table};
         insert into drizzle.__drizzle_migrations (hash, created_at) values ('theirs', 1700000000000)`,
      )
      return url
    },
    says: /Another program keeps its migrations in this database.*Create a database for Furrow alone/,
  },
  'a database in Latin-1': {
    url: async () => {
      const latin = "encoding 'LATIN1' locale 'C' template template0"
      return (await prepared('drop database {name}', `create database {name} ${latin}`, OWNED)).url
    },
    says: /stores text as LATIN1, which cannot hold every name.*createdb --encoding=UTF8/,
  },
  'a read-only database': {
    url: async () =>
      (await prepared(OWNED, 'alter database {name} set default_transaction_read_only = on')).url,
    says: /is read-only: it is a standby, or default_transaction_read_only is on. Name the primary/,
  },
  'a pooler that shares sessions': {
    url: async () => {
      const pooler = await startPooler((await prepared(OWNED)).url, { size: 6 })
      onTestFinished(() => pooler.close())
      return pooler.url
    },
    says: /pooler that shares sessions.*pool_mode = session/,
  },
  'a pooler that refuses a parameter of the URL': {
    url: async () => {
      const startParameters = ['user', 'database', 'client_encoding', 'application_name']
      const pooler = await startPooler((await prepared(OWNED)).url, { size: 6, startParameters })
      onTestFinished(() => pooler.close())
      const url = new URL(pooler.url)
      url.searchParams.set('options', '-c geqo=off')
      return url.href
    },
    says: /pooler at 127.0.0.1:\d+ refuses.*unsupported startup parameter: options.*Remove the parameter/,
  },
}

for (const [mistake, { url, says }] of Object.entries(MISTAKES))
  test(`names cause and fix in one line: ${mistake}`, async () => {
    const said = await startWith(await url())
    expect(said).toMatch(says)
    expect(said).toMatch(/^DatabaseError: [^\n]+$/)
    expect(said).not.toMatch(/hunter2|Failed query|undefined/)
  })

test('uses pg_trgm in whatever schema the owner of the server put it', async () => {
  const { url, name } = await prepared(OWNED)
  const admin = server()
  admin.pathname = `/${name}`
  await run(
    admin.href,
    `create schema "my Extensions"; create extension pg_trgm schema "my Extensions";
     grant usage on schema "my Extensions" to ${name}`,
  )
  expect(await startWith(url)).toBe('It started.')
})

test('starts where pg_trgm lies in a schema that the role may not use', async () => {
  const { url, name } = await prepared(OWNED)
  const admin = server()
  admin.pathname = `/${name}`
  await run(admin.href, 'create schema hidden; create extension pg_trgm schema hidden')
  expect(await startWith(url)).toBe('It started.')
})

test('starts with a role that has the rights named in the error messages', async () => {
  const { url } = await prepared(OWNED)
  expect(await startWith(url)).toBe('It started.')
})
