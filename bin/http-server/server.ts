import { randomBytes } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { limitConnections } from './connections.ts'
import { pagePolicy, refusalHeaders } from './headers.ts'
import { problemJson, type Refusal } from './problems.ts'
import { answerRaw, type ParserError, refusalOfError } from './raw.ts'
import { createRefusalLog, type WriteLine } from './refusal-log.ts'
import { isHealthCheck, type Place, pathOf, queryOf, refusalOf } from './refusals.ts'
import { begin, type Exchange, responseClass } from './response.ts'
import { NO_UPGRADE, type TakeUpgrade, upgradeRefusalOf } from './upgrades.ts'

const SIZES_AND_TIMES = {
  headersTimeout: 10_000,
  /** A request with its body must arrive within this time; the response may take longer. */
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /**
   * Longer than proxies keep idle connections, so that this side never closes a connection just as a request
   * arrives.
   */
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16 * 1024,
  // Node would answer with an empty 400; refusals.ts names the missing header instead.
  requireHostHeader: false,
} as const satisfies http.ServerOptions
const MAX_CONNECTIONS = 2_000
const MAX_REQUESTS_OF_CONNECTION = 10_000

export type HttpServerOptions = Place & {
  isDevelopment: boolean
  /** Handles the requests that the server lets through. */
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Returns a refusal while the server cannot serve `path`, e.g. during shutdown; null otherwise. */
  pause?: (path: string) => Refusal | null
  /**
   * Takes over connections that change to another protocol; without it, an upgrade request is handled like
   * any other.
   */
  upgrade?: TakeUpgrade
  maxConnections?: number
  /** Writes the log line of a refusal, at most two lines per code and minute. */
  writeLine: WriteLine
  /** How long refusals of one code are counted into one line, in milliseconds. */
  noteWindowMs?: number
}

/**
 * Creates the HTTP server in front of all of Furrow. It refuses requests that no route should see, limits
 * sizes and times, and sets the same headers on every response. The caller listens and closes.
 */
export function createHttpServer(options: HttpServerOptions): http.Server {
  const exchangeOf = exchangesOf(options)
  const refusalLog = createRefusalLog(options.writeLine, options.noteWindowMs)
  const refuse = (
    request: IncomingMessage,
    response: ServerResponse,
    refusal: Refusal,
    exchange: Exchange,
  ) => {
    const { requestId } = exchange
    answerRefusal(response, refusal, exchange)
    refusalLog.note({ ...lineOf(refusal, requestId), method: request.method ?? null })
  }
  /** Connections with a refused request; further requests on them are ignored. */
  const refused = new WeakSet<Socket>()
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (refused.has(request.socket)) return
    const exchange = exchangeOf(request)
    begin(request, exchange)
    connections.answering(request.socket, response)
    const refusal = refusalOf(request, options) ?? options.pause?.(exchange.path) ?? null
    if (refusal) {
      refused.add(request.socket)
      return refuse(request, response, refusal, exchange)
    }
    if (isHealthCheck(request)) request.headers.host = options.appUrl.host
    readThrough(request, exchange)
    options.handle(request, response)
  }
  const server = http.createServer({ ...SIZES_AND_TIMES, ServerResponse: responseClass(exchangeOf) }, answer)
  // Above a count, Node silently drops headers that a check may need; `maxHeaderSize` limits them instead.
  server.maxHeadersCount = 0
  server.maxRequestsPerSocket = MAX_REQUESTS_OF_CONNECTION
  const connections = limitConnections(server, options.maxConnections ?? MAX_CONNECTIONS)
  const refuseRaw: Answer = (socket, refusal, method) => {
    const requestId = answerRaw(socket, refusal, isSecure(options))
    if (requestId !== null) refusalLog.note({ ...lineOf(refusal, requestId), method })
  }
  refuseWhatIsNoRequest(server, refuseRaw)
  const { upgrade } = options
  if (upgrade) {
    server.on('upgrade', (request, socket, head) => {
      const refusal = upgradeRefusalOf(request, options)
      if (refusal) refuseRaw(socket, refusal, request.method ?? null)
      else if (!upgrade(request, socket, head)) refuseRaw(socket, NO_UPGRADE, request.method ?? null)
    })
  }
  server.on('checkExpectation', (request, response) =>
    refuse(request, response, NO_EXPECTATION, exchangeOf(request)),
  )
  server.on('close', refusalLog.flush)
  return server
}

function isSecure({ appUrl }: Place): boolean {
  return appUrl.protocol === 'https:'
}

function exchangesOf(options: HttpServerOptions): (request: IncomingMessage) => Exchange {
  return ({ url = '/' }) => ({
    path: pathOf(url),
    requestId: crypto.randomUUID(),
    nonce: randomBytes(16).toString('base64'),
    isHttps: isSecure(options),
    isDevelopment: options.isDevelopment,
  })
}

function lineOf({ code, status }: Refusal, requestId: string) {
  return { requestId, route: null, code, status }
}

/** Sets the headers by which the routes get facts from the server, overwriting values sent by the client. */
function readThrough(request: IncomingMessage, exchange: Exchange): void {
  const { headers, socket } = request
  headers['x-request-id'] = exchange.requestId
  headers['x-furrow-address'] = socket.remoteAddress ?? ''
  // Next removes `__proto__` and its own parameter names from the query before a route sees the request.
  headers['x-furrow-query'] = queryOf(request.url ?? '')
  // Next reads the nonce for its scripts and styles from this header.
  headers['content-security-policy'] = pagePolicy(exchange)
  delete headers['content-security-policy-report-only']
}

function answerRefusal(response: ServerResponse, refusal: Refusal, exchange: Exchange): void {
  const body = problemJson(refusal, exchange.requestId)
  response.writeHead(refusal.status, {
    ...refusalHeaders(exchange),
    ...(refusal.allow ? { allow: refusal.allow } : {}),
    'content-length': Buffer.byteLength(body),
    // The rest of a refused request may follow on this connection, and nobody reads that.
    connection: 'close',
  })
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

type Answer = (socket: Duplex, refusal: Refusal, method: string | null) => void

function refuseWhatIsNoRequest(server: http.Server, answer: Answer): void {
  const answering = new WeakMap<Socket, ServerResponse>()
  server.on('request', ({ socket }, response) => answering.set(socket, response))
  server.on('clientError', (error: ParserError, socket: Socket) => {
    const current = answering.get(socket)
    const isUnderWay = current?.headersSent && !current.writableFinished
    if (isUnderWay || error.code === 'ECONNRESET') socket.destroy()
    else answer(socket, refusalOfError(error), null)
  })
  server.on('connect', (_request, socket) => answer(socket, NO_TUNNEL, 'CONNECT'))
}

const NO_EXPECTATION: Refusal = {
  status: 417,
  code: 'expectation_failed',
  detail: 'Furrow meets no expectation of a request.',
}

const NO_TUNNEL: Refusal = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'Furrow answers GET, HEAD and, where a route says so, POST.',
  allow: 'GET, HEAD, POST',
}
