import { AsyncLocalStorage } from 'node:async_hooks'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import path from 'node:path'
import next from 'next'
import type { WriteLine } from '#bin/shell/noted.ts'
import { isLoopback, pathOf } from '#bin/shell/refusals.ts'
import { becomeUnavailable } from '#bin/shell/response.ts'
import { createShell } from '#bin/shell/server.ts'
import { createStopping } from '#bin/shell/stopping.ts'
import type { TakeUpgrade } from '#bin/shell/upgrades.ts'
import type { CurrentRequest } from '#lib/server/log/current-request.ts'
import { onStop } from './children.ts'

// The web server alone; bin/start.ts starts it with its settings checked and everything it needs running.

const port = Number(process.env.PORT ?? 3000)
const hostname = process.env.LISTEN_HOST ?? '127.0.0.1'
const appUrl = new URL(process.env.APP_URL ?? `http://localhost:${port}`)
const isDevelopment = process.env.FURROW_DEV === '1'

/** The log that lib/server/log/logger.ts makes, which loads inside Next alone: instrumentation.ts opens it while Next prepares. */
const shared = globalThis as typeof globalThis & {
  furrowLogger?: { info(fields: object, message: string): void }
}

/** Which request the running code works for; lib/server/log/current-request.ts reads it. */
const current = new AsyncLocalStorage<CurrentRequest>()
Object.assign(globalThis, { furrowRequest: current })

// Next listens for upgrades on the server it is given, past every rule of ours: it gets one that nobody reaches.
const unreached = http.createServer()
const app = next({
  dev: isDevelopment,
  hostname,
  port,
  dir: path.resolve(import.meta.dirname, '..'),
  httpServer: unreached,
})
await app.prepare()
const handle = app.getRequestHandler()
const stopping = createStopping()

function answer(request: IncomingMessage, response: ServerResponse): void {
  stopping.keepIfEndless(pathOf(request.url ?? ''), response)
  const requestId = String(request.headers['x-request-id'])
  const answerUnavailable = (retryAfterSeconds: number) => {
    // A part of a page is read by Next's own code, which finds the fault in it.
    if (request.headers.rsc === undefined) becomeUnavailable(request, retryAfterSeconds)
  }
  void current.run({ requestId, answerUnavailable }, () => handle(request, response))
}

/**
 * Hands the connection for hot reloading to Next, which listens for it from its first request on. The handler that
 * `getUpgradeHandler` gives answers nothing.
 */
const upgrade: TakeUpgrade = (request, socket, head) => {
  if (pathOf(request.url ?? '') !== '/_next/hmr') return false
  stopping.cutAtEnd(socket)
  return unreached.emit('upgrade', request, socket, head)
}

const place = { appUrl, isLocal: isLoopback(hostname) }
const writeLine: WriteLine = (line) => shared.furrowLogger?.info(line, 'request')
const server = createShell({
  ...place,
  isDevelopment,
  handle: answer,
  pause: stopping.pause,
  writeLine,
  ...(isDevelopment && { upgrade }),
})
stopping.watch(server)
server.on('error', (error) => {
  process.stderr.write(`The web server stopped: ${error.message}\n`)
  process.exit(1)
})
server.listen(port, hostname, () => process.send?.({ type: 'ready', port }))

onStop((reason) => {
  // A person at the keyboard waits; a balancer is given time to notice.
  void stopping.stop(server, { isHurried: reason === 'SIGINT' }).then(() => process.exit(0))
})
