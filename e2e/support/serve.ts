import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openResources } from '#bin/resources.ts'
import { startSandbox } from '#lib/sandbox/http/sandbox.ts'
import { ENV_VARIABLES, readEnv } from '#lib/server/config/env.ts'
import type { Sources } from '#lib/sources/schema.ts'
import { requireTestDay } from '#lib/testing/test-day.ts'
import { addresses } from './addresses.ts'
import { today } from './today.ts'

// Starts the product as a user would, against a sandbox that tests control. The ready address answers once
// the first full sync is complete.

requireTestDay()
const { appUrl, readyUrl, sandboxUrl, controlKey, canary, admin, logFile } = addresses()
const POLL_MS = 500

const seed = 'end-to-end'
const originDay = today()
const sandbox = await startSandbox({
  seed,
  originDay,
  port: Number(new URL(sandboxUrl).port),
  scale: { contracts: 60, weeks: 30 },
  controlKey,
  keys: {
    helloTractor: `ht-${canary}`,
    helloTractorWithoutAccess: 'known-without-access',
    paymentLinks: `pl-${canary}`,
    clientInvoices: {
      clientId: 'api-client',
      username: 'furrow',
      password: `ci-${canary}`,
      usernameWithoutAccess: 'visitor',
    },
  },
})
const dataDir = await mkdtemp(path.join(tmpdir(), 'furrow-e2e-'))
// Started by root, PostgreSQL runs as `nobody`, which must be able to enter this folder.
await chmod(dataDir, 0o711)
const { port, keys } = sandbox
await writeFile(path.join(dataDir, 'sandbox.json'), JSON.stringify({ seed, originDay, port, keys }))
const app = fork(path.resolve(import.meta.dirname, '../../bin/start.ts'), {
  execArgv: ['--conditions=react-server'],
  env: {
    ...process.env,
    // Blank values count as unset, and override a developer's own .env.
    ...Object.fromEntries(ENV_VARIABLES.map((name) => [name, ''])),
    SANDBOX: '1',
    FURROW_SANDBOX_URL: sandbox.url,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    PORT: new URL(appUrl).port,
    APP_URL: appUrl,
    DATA_DIR: dataDir,
    // A pass takes over two seconds of processor time. Tests that change the upstream ask for one (see test.ts).
    SYNC_INTERVAL_SECONDS: '60',
    // web-memory.ts inspects the web process through a port that the process chooses.
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --inspect-port=0`,
  },
  stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
})
const log = createWriteStream(logFile)
for (const stream of [app.stdout, app.stderr]) {
  stream?.pipe(log, { end: false })
  stream?.pipe(process.stderr, { end: false })
}

async function stop(): Promise<void> {
  app.removeAllListeners('exit')
  if (app.exitCode === null) {
    app.kill('SIGTERM')
    await once(app, 'exit')
  }
  await sandbox.close()
  await rm(dataDir, { recursive: true, force: true })
  await rm(logFile, { force: true })
  process.exit(0)
}
process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
app.once('exit', (code) => process.exit(code ?? 1))

/** Opens a session for this process and returns its Cookie header; empty while the server does not answer. */
async function signIn(): Promise<string> {
  const response = await fetch(`${appUrl}/api/auth/sandbox`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'operator' }),
  }).catch(() => null)
  return response?.headers.get('set-cookie')?.split(';')[0] ?? ''
}

let cookie = ''
async function isComplete(): Promise<boolean> {
  cookie ||= await signIn()
  const response = await fetch(`${appUrl}/api/sources`, { headers: { cookie } }).catch(() => null)
  if (!response?.ok) return false
  const { sources }: Sources = await response.json()
  return sources.every(({ resources }) => resources.every(({ complete }) => complete))
}

while (!(await isComplete())) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
// With the control key, the ready address returns the environment of a further web server on the same data.
// openResources reuses the resources that are already running.
process.env.FURROW_SANDBOX_URL = sandbox.url
const { environment } = await openResources(readEnv({ SANDBOX: '1', DATA_DIR: dataDir }), () => {})
const further = JSON.stringify({ ...environment, DATA_DIR: dataDir })

// Tests that run in parallel share one viewer's rate limit and would get a 429 now and then, so this process
// clears the counters.
const database = new pg.Client({ connectionString: environment.FURROW_DATABASE_URL })
await database.connect()
database.on('error', () => {})
setInterval(() => {
  database.query(`delete from rate_limit where key ~ '^api(_refused)?:'`).catch(() => {})
}, POLL_MS)
http
  .createServer(({ headers }, response) =>
    response.end(headers['x-control-key'] === controlKey ? further : 'ready'),
  )
  .listen(Number(new URL(readyUrl).port), '127.0.0.1')
