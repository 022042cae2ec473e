import http from 'node:http'
import type { Socket } from 'node:net'
import path from 'node:path'
import next from 'next'
import { onStop } from './children.ts'

// The web server alone; bin/start.ts starts it with its settings checked and everything it needs running.

const port = Number(process.env.PORT ?? 3000)
const hostname = process.env.LISTEN_HOST ?? '127.0.0.1'
const appUrl = new URL(process.env.APP_URL ?? `http://localhost:${port}`)
const isDevelopment = process.env.FURROW_DEV === '1'

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
const MAX_HEADER_BYTES = 16 * 1024
const CLOSE_TIMEOUT_MS = 15_000

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']
/** Whoever reaches a server that listens on loopback is on this machine, whatever port was forwarded to it. */
const isLocal = LOOPBACK.includes(hostname.includes(':') ? `[${hostname}]` : hostname)

/** The public address exactly, and loopback names where only this machine is listened to: no other site can pose as us. */
function isOurs(host: string | undefined): boolean {
  if (!host || !URL.canParse(`http://${host}`)) return false
  const { hostname: name, host: whole } = new URL(`http://${host}`)
  return whole === appUrl.host || (isLocal && LOOPBACK.includes(name))
}

type Refusal = { status: number; title: string; code: string; detail: string }

const FOREIGN_HOST: Refusal = {
  status: 421,
  title: 'Misdirected request',
  code: 'foreign_host',
  detail: `Furrow answers at ${appUrl.origin} only. If that is not its address, set APP_URL.`,
}
/** Next answers what it does not know with a bare 400; an address of ours says what it offers. */
const TRACE: Refusal = {
  status: 405,
  title: 'Method not allowed',
  code: 'method_not_allowed',
  detail: 'Furrow answers GET, HEAD and, where a route says so, POST.',
}

function refusalOf({ headers, method }: http.IncomingMessage): Refusal | null {
  if (!isOurs(headers.host)) return FOREIGN_HOST
  return method === 'TRACE' ? TRACE : null
}

function refuse(response: http.ServerResponse, refusal: Refusal): void {
  const problem = { type: 'about:blank', ...refusal, requestId: crypto.randomUUID(), retryable: false }
  response.writeHead(refusal.status, {
    'content-type': 'application/problem+json',
    'x-content-type-options': 'nosniff',
    ...(refusal.status === 405 ? { allow: 'GET, HEAD, POST' } : {}),
  })
  response.end(JSON.stringify(problem))
}

/** Answers that never end by themselves; they must not hold up the end of this process. */
const endless = new Set<http.ServerResponse>()

function keepIfEndless(request: http.IncomingMessage, response: http.ServerResponse): void {
  if (request.url?.split('?')[0] !== '/api/events') return
  endless.add(response)
  response.once('close', () => endless.delete(response))
}

const app = next({ dev: isDevelopment, hostname, port, dir: path.resolve(import.meta.dirname, '..') })
await app.prepare()
const handle = app.getRequestHandler()

const server = http.createServer(
  { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: MAX_HEADER_BYTES },
  (request, response) => {
    const refusal = refusalOf(request)
    if (refusal) return refuse(response, refusal)
    keepIfEndless(request, response)
    // Written over whatever a client sent: limits and the list of sessions go by it.
    request.headers['x-furrow-address'] = request.socket.remoteAddress ?? 'unknown'
    void handle(request, response)
  },
)
if (isDevelopment) {
  const upgrade = app.getUpgradeHandler()
  server.on('upgrade', (request, socket, head) => {
    if (isOurs(request.headers.host)) void upgrade(request, socket as Socket, head)
    else socket.destroy()
  })
}

server.on('error', (error) => {
  process.stderr.write(`The web server stopped: ${error.message}\n`)
  process.exit(1)
})
server.listen(port, hostname, () => process.send?.({ type: 'ready', port }))

onStop(() => {
  // Requests under way are answered; idle connections close at once.
  setTimeout(() => process.exit(0), CLOSE_TIMEOUT_MS).unref()
  server.close(() => process.exit(0))
  for (const response of endless) response.destroy()
  server.closeIdleConnections()
  setInterval(() => server.closeIdleConnections(), 200).unref()
})
