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

/** Loopback names at any port (a forwarded one too), or the public address exactly: no other site can pose as us. */
function isOurs(host: string | undefined): boolean {
  if (!host || !URL.canParse(`http://${host}`)) return false
  const { hostname: name, host: whole } = new URL(`http://${host}`)
  return ['localhost', '127.0.0.1', '[::1]'].includes(name) || whole === appUrl.host
}

function refuse(response: http.ServerResponse): void {
  const problem = {
    type: 'about:blank',
    title: 'Misdirected request',
    status: 421,
    code: 'foreign_host',
    detail: `Furrow answers at ${appUrl.origin} only. If that is not its address, set APP_URL.`,
    requestId: crypto.randomUUID(),
    retryable: false,
  }
  response.writeHead(421, { 'content-type': 'application/problem+json', 'x-content-type-options': 'nosniff' })
  response.end(JSON.stringify(problem))
}

const app = next({ dev: isDevelopment, hostname, port, dir: path.resolve(import.meta.dirname, '..') })
await app.prepare()
const handle = app.getRequestHandler()

const server = http.createServer(
  { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: MAX_HEADER_BYTES },
  (request, response) => {
    if (isOurs(request.headers.host)) void handle(request, response)
    else refuse(response)
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
  server.closeIdleConnections()
  setInterval(() => server.closeIdleConnections(), 200).unref()
})
