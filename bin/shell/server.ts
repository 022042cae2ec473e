import { randomBytes } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { limitConnections } from './connections.ts'
import { pagePolicy, refusalHeaders } from './headers.ts'
import { problemJson, type Refusal } from './problems.ts'
import { answerRaw, type ParserError, refusalOfError } from './raw.ts'
import { type Place, pathOf, refusalOf } from './refusals.ts'
import { begin, type Exchange, responseClass } from './response.ts'

const HEADERS_TIMEOUT_MS = 10_000
/** A request, its body included, has arrived within this time; an answer may take longer. */
const REQUEST_TIMEOUT_MS = 10_000
const CHECK_EVERY_MS = 1_000
/** Longer than what proxies keep idle connections for, so that it is never this side that hangs up on a request. */
const KEEP_ALIVE_MS = 75_000
const MAX_HEADER_BYTES = 16 * 1024
const MAX_CONNECTIONS = 2_000
const MAX_REQUESTS_OF_CONNECTION = 10_000

export type ShellOptions = Place & {
  isDevelopment: boolean
  /** Answers what the shell lets through. */
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Why nothing but a refusal can be answered just now, e.g. while the process ends; null: all is well. */
  pause?: (path: string) => Refusal | null
  maxConnections?: number
}

/**
 * The HTTP server that everything of Furrow is behind: it refuses what no route should see, limits sizes and times, and
 * puts the same headers on every answer. The caller listens and closes.
 */
export function createShell(options: ShellOptions): http.Server {
  const { appUrl, isDevelopment } = options
  const isHttps = appUrl.protocol === 'https:'
  const exchangeOf = ({ url = '/' }: IncomingMessage): Exchange => ({
    path: pathOf(url),
    requestId: crypto.randomUUID(),
    nonce: randomBytes(16).toString('base64'),
    isHttps,
    isDevelopment,
  })
  /** Connections on which something was refused: what else came over them is not looked at. */
  const refused = new WeakSet<Socket>()
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (refused.has(request.socket)) return
    const exchange = exchangeOf(request)
    begin(request, exchange)
    connections.answering(request.socket, response)
    const refusal = refusalOf(request, options) ?? options.pause?.(exchange.path) ?? null
    if (refusal) {
      refused.add(request.socket)
      return refuse(response, refusal, exchange)
    }
    readThrough(request, exchange)
    options.handle(request, response)
  }
  const server = http.createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_EVERY_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      ServerResponse: responseClass(exchangeOf),
    },
    answer,
  )
  // Beyond a count node drops headers without a word, and with them what a rule may look for; their size is what is limited.
  server.maxHeadersCount = 0
  server.maxRequestsPerSocket = MAX_REQUESTS_OF_CONNECTION
  const connections = limitConnections(server, options.maxConnections ?? MAX_CONNECTIONS)
  refuseWhatIsNoRequest(server, isHttps)
  return server
}

/** What the routes are told of a request; whatever its sender put there is overwritten. */
function readThrough(request: IncomingMessage, exchange: Exchange): void {
  const { headers, socket } = request
  headers['x-request-id'] = exchange.requestId
  headers['x-furrow-address'] = socket.remoteAddress ?? ''
  // Next takes the nonce of its own scripts and styles from here.
  headers['content-security-policy'] = pagePolicy(exchange)
  delete headers['content-security-policy-report-only']
}

function refuse(response: ServerResponse, refusal: Refusal, exchange: Exchange): void {
  const body = problemJson(refusal, exchange.requestId)
  response.writeHead(refusal.status, {
    ...refusalHeaders(exchange),
    ...(refusal.allow ? { allow: refusal.allow } : {}),
    'content-length': Buffer.byteLength(body),
    // What may follow on this connection is the rest of a request that nobody reads.
    connection: 'close',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

function refuseWhatIsNoRequest(server: http.Server, isHttps: boolean): void {
  const answering = new WeakMap<Socket, ServerResponse>()
  server.on('request', ({ socket }, response) => answering.set(socket, response))
  server.on('clientError', (error: ParserError, socket: Socket) => {
    const current = answering.get(socket)
    const isUnderWay = current?.headersSent && !current.writableFinished
    if (isUnderWay || error.code === 'ECONNRESET') socket.destroy()
    else answerRaw(socket, refusalOfError(error), isHttps)
  })
  server.on('connect', (_request, socket) => answerRaw(socket, NO_TUNNEL, isHttps))
  server.on('checkExpectation', (_request, response) => {
    response.writeHead(417, { connection: 'close', 'cache-control': 'no-store' }).end()
  })
}

const NO_TUNNEL: Refusal = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'Furrow answers GET, HEAD and, where a route says so, POST.',
  allow: 'GET, HEAD, POST',
}
