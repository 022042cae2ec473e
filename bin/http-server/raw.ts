import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { refusalHeaders } from './headers.ts'
import { problemJson, type Refusal } from './problems.ts'

const MALFORMED: Refusal = {
  status: 400,
  code: 'bad_request',
  detail: 'The request could not be read as HTTP.',
}
const BY_CODE: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { status: 431, code: 'headers_too_large', detail: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, code: 'body_too_large', detail: 'The body is too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request_timeout',
    detail: 'The request did not arrive in time.',
  },
}

const UNKNOWN_METHOD: Refusal = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'Furrow answers GET, HEAD and, where a route says so, POST.',
  allow: 'GET, HEAD, POST',
}
/** A request line that is valid except for its method; input without such a line is not HTTP at all. */
const REQUEST_LINE = /^[A-Za-z-]{1,32} \S{1,8192} HTTP\/1\.[01]\r\n/

export type ParserError = Error & { code?: string; rawPacket?: Buffer }

/** Chooses the refusal for input that Node could not parse as a request, by Node's error code. */
export function refusalOfError({ code, rawPacket }: ParserError): Refusal {
  const isMethod = code === 'HPE_INVALID_METHOD' && REQUEST_LINE.test(rawPacket?.toString('latin1') ?? '')
  return isMethod ? UNKNOWN_METHOD : (BY_CODE[code ?? ''] ?? MALFORMED)
}

/**
 * Writes a complete response to a connection without a readable request and closes the connection, so that
 * nothing after it is read.
 * @returns the request id, or null if the client has already closed the connection
 */
export function answerRaw(socket: Duplex, refusal: Refusal, isHttps: boolean): string | null {
  if (!socket.writable) {
    socket.destroy()
    return null
  }
  const requestId = crypto.randomUUID()
  const body = problemJson(refusal, requestId)
  const headers = {
    ...refusalHeaders({ requestId, isHttps }),
    ...(refusal.allow ? { allow: refusal.allow } : {}),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n`
  socket.end(head + body, () => socket.destroy())
  return requestId
}
