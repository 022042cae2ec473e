import { randomBytes } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { limitConnections } from './connections.ts'
import { pagePolicy, refusalHeaders } from './headers.ts'
import { createNoted, type WriteLine } from './noted.ts'
import { problemJson, type Refusal } from './problems.ts'
import { answerRaw, type ParserError, refusalOfError } from './raw.ts'
import { isHealthCheck, type Place, pathOf, queryOf, refusalOf } from './refusals.ts'
import { begin, type Exchange, responseClass } from './response.ts'
import { NO_UPGRADE, type TakeUpgrade, upgradeRefusalOf } from './upgrades.ts'

const SIZES_AND_TIMES = {
  headersTimeout: 10_000,
  /** A request, its body included, has arrived within this time; an answer may take longer. */
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  /** Longer than what proxies keep idle connections for, so that it is never this side that hangs up on a request. */
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16 * 1024,
  // Node would answer with an empty 400; refusals.ts says what is missing.
  requireHostHeader: false,
} as const satisfies http.ServerOptions
const MAX_CONNECTIONS = 2_000
const MAX_REQUESTS_OF_CONNECTION = 10_000

export type ShellOptions = Place & {
  isDevelopment: boolean
  /** Answers what the shell lets through. */
  handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Why nothing but a refusal can be answered just now, e.g. while the process ends; null: all is well. */
  pause?: (path: string) => Refusal | null
  /** Takes connections that change to another protocol; without it such a request is answered as any other. */
  upgrade?: TakeUpgrade
  maxConnections?: number
  /** Writes what the log says of a refusal; each kind twice a minute at most. */
  writeLine: WriteLine
  /** How long refusals of a kind are counted together. */
  noteWindowMs?: number
}

/**
 * The HTTP server that everything of Furrow is behind: it refuses what no route should see, limits sizes and times, and
 * puts the same headers on every answer. The caller listens and closes.
 */
export function createShell(options: ShellOptions): http.Server {
  const exchangeOf = exchangesOf(options)
  const noted = createNoted(options.writeLine, options.noteWindowMs)
  const refuse = (
    request: IncomingMessage,
    response: ServerResponse,
    refusal: Refusal,
    exchange: Exchange,
  ) => {
    const { requestId } = exchange
    answerRefusal(response, refusal, exchange)
    noted.note({ ...lineOf(refusal, requestId), method: request.method ?? null })
  }
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
      return refuse(request, response, refusal, exchange)
    }
    if (isHealthCheck(request)) request.headers.host = options.appUrl.host
    readThrough(request, exchange)
    options.handle(request, response)
  }
  const server = http.createServer({ ...SIZES_AND_TIMES, ServerResponse: responseClass(exchangeOf) }, answer)
  // Beyond a count node drops headers without a word, and with them what a rule may look for; their size is what is limited.
  server.maxHeadersCount = 0
  server.maxRequestsPerSocket = MAX_REQUESTS_OF_CONNECTION
  const connections = limitConnections(server, options.maxConnections ?? MAX_CONNECTIONS)
  const refuseRaw: Answer = (socket, refusal, method) => {
    const requestId = answerRaw(socket, refusal, isSecure(options))
    if (requestId !== null) noted.note({ ...lineOf(refusal, requestId), method })
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
  server.on('close', noted.flush)
  return server
}

function isSecure({ appUrl }: Place): boolean {
  return appUrl.protocol === 'https:'
}

function exchangesOf(options: ShellOptions): (request: IncomingMessage) => Exchange {
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

/** What the routes are told of a request; whatever its sender put there is overwritten. */
function readThrough(request: IncomingMessage, exchange: Exchange): void {
  const { headers, socket } = request
  headers['x-request-id'] = exchange.requestId
  headers['x-furrow-address'] = socket.remoteAddress ?? ''
  // Next takes names of its own, and __proto__, out of the query before a route sees it.
  headers['x-furrow-query'] = queryOf(request.url ?? '')
  // Next takes the nonce of its own scripts and styles from here.
  headers['content-security-policy'] = pagePolicy(exchange)
  delete headers['content-security-policy-report-only']
}

function answerRefusal(response: ServerResponse, refusal: Refusal, exchange: Exchange): void {
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
