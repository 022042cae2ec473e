import { AsyncLocalStorage } from 'node:async_hooks'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import path from 'node:path'
import next from 'next'
import type { WriteLine } from '#bin/http-server/refusal-log.ts'
import { isLoopback, pathOf } from '#bin/http-server/refusals.ts'
import { becomeUnavailable } from '#bin/http-server/response.ts'
import { createHttpServer } from '#bin/http-server/server.ts'
import { createStopping } from '#bin/http-server/stopping.ts'
import type { TakeUpgrade } from '#bin/http-server/upgrades.ts'
import type { CurrentRequest } from '#lib/server/log/current-request.ts'
import { onStop } from './on-stop.ts'

// The web server process. bin/start.ts starts it after checking the settings and starting everything it
// needs.

const port = Number(process.env.PORT ?? 3000)
const hostname = process.env.LISTEN_HOST ?? '127.0.0.1'
const appUrl = new URL(process.env.APP_URL ?? `http://localhost:${port}`)
const isDevelopment = process.env.FURROW_DEV === '1'

/**
 * The logger of lib/server/log/logger.ts, which loads only inside Next: instrumentation.ts creates it while
 * Next prepares.
 */
const shared = globalThis as typeof globalThis & {
  furrowLogger?: { info(fields: object, message: string): void }
}

/** The request that the running code works for; lib/server/log/current-request.ts reads it. */
const current = new AsyncLocalStorage<CurrentRequest>()
Object.assign(globalThis, { furrowRequest: current })

// Next handles upgrades on the server that it is given, past the checks of this one, so Next gets a server
// without a listener.
const unreached = http.createServer()
const app = next({
  dev: isDevelopment,
  hostname,
  port,
  dir: path.resolve(import.meta.dirname, '..'),
  httpServer: unreached,
})
await prepare()
const handle = app.getRequestHandler()
const stopping = createStopping()

/**
 * Prepares Next without its note of how long its configuration took to load, in production. Until
 * instrumentation.ts redirects the console to the log, Next prints nothing else by `console.log`.
 */
async function prepare(): Promise<void> {
  const { log } = console
  const silent = () => {}
  if (!isDevelopment) console.log = silent
  await app.prepare()
  if (console.log === silent) console.log = log
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  stopping.keepIfEndless(pathOf(request.url ?? ''), response)
  const requestId = String(request.headers['x-request-id'])
  const answerUnavailable = (retryAfterSeconds: number) => {
    // Next's client code fetches parts of pages itself and finds the fault in their payload.
    if (request.headers.rsc === undefined) becomeUnavailable(request, retryAfterSeconds)
  }
  void current.run({ requestId, answerUnavailable }, () => handle(request, response))
}

/**
 * Passes the hot-reload connection to Next, which listens for upgrades only from its first request on. The
 * handler from `getUpgradeHandler` never responds.
 */
const upgrade: TakeUpgrade = (request, socket, head) => {
  if (pathOf(request.url ?? '') !== '/_next/hmr') return false
  stopping.cutAtEnd(socket)
  return unreached.emit('upgrade', request, socket, head)
}

const place = { appUrl, isLocal: isLoopback(hostname) }
const writeLine: WriteLine = (line) => shared.furrowLogger?.info(line, 'request')
const server = createHttpServer({
  ...place,
  isDevelopment,
  handle: answer,
  pause: stopping.pause,
  writeLine,
  ...(isDevelopment && { upgrade }),
})
stopping.watch(server)
server.on('error', async ({ message }) => {
  // Loaded when needed: the compiler of texts has no other use in this process.
  const { commandWords } = await import('#lib/words/command-words.ts')
  process.stderr.write(`${commandWords('start')('web-stopped', { message })}\n`)
  process.exit(1)
})
server.listen(port, hostname, () => process.send?.({ type: 'ready', port }))

onStop((reason) => {
  // After Ctrl-C a user waits at the terminal; after SIGTERM a load balancer gets time to notice.
  void stopping.stop(server, { isHurried: reason === 'SIGINT' }).then(() => process.exit(0))
})
