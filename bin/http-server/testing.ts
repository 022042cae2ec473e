import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import type { RefusalLine } from './refusal-log.ts'
import { createHttpServer, type HttpServerOptions } from './server.ts'

export type RunningServer = {
  server: Server
  /** Refusals that the server logged. */
  lines: RefusalLine[]
  port: number
  seen: IncomingMessage[]
  /** Sends raw bytes and returns all responses. */
  ask: (bytes: string | Uint8Array) => Promise<RawAnswer[]>
  /** Sends raw bytes and returns the first response; throws if there is none. */
  first: (bytes: string | Uint8Array) => Promise<RawAnswer>
  close: () => Promise<void>
}

/** Starts a server on a free port with a handler that answers `hello` unless the test gives another. */
export async function startHttpServer(options: Partial<HttpServerOptions> = {}): Promise<RunningServer> {
  const seen: IncomingMessage[] = []
  const lines: RefusalLine[] = []
  const hello = (_: IncomingMessage, response: ServerResponse) => void response.end('hello')
  const server = createHttpServer({
    appUrl: new URL('http://localhost:3000'),
    isLocal: true,
    isDevelopment: false,
    writeLine: (line) => void lines.push(line),
    ...options,
    handle: (request, response) => {
      seen.push(request)
      const { handle = hello } = options
      handle(request, response)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const ask = async (bytes: string | Uint8Array) => readAnswers(await sendRaw(port, bytes))
  const first = async (bytes: string | Uint8Array) => {
    const [answer] = await ask(bytes)
    if (!answer) throw new Error('The server sent no response')
    return answer
  }
  return { server, lines, port, seen, ask, first, close }
}

/** The bytes of a GET request. */
export function get(path = '/', ...headers: string[]): string {
  return `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`
}

/** The bytes of a POST request; the headers must name the length of the body. */
export function post(path: string, body: string, ...headers: string[]): string {
  const lines = ['Host: localhost', ...headers].map((line) => `${line}\r\n`).join('')
  return `POST ${path} HTTP/1.1\r\n${lines}\r\n${body}`
}

/** Opens a connection and collects the received text. */
export function dial(port: number): { socket: Socket; text: () => string; closed: Promise<void> } {
  let text = ''
  const socket = net.connect(port, '127.0.0.1')
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return { socket, text: () => text, closed }
}

/**
 * Sends raw bytes and returns everything received until the connection closes or, after the first byte, is
 * silent for `silenceMs`. Waits at most `answerMs` for the first byte.
 */
export async function sendRaw(
  port: number,
  bytes: string | Uint8Array,
  { silenceMs = 300, answerMs = 10_000 } = {},
): Promise<string> {
  const { socket, text, closed } = dial(port)
  socket.write(bytes)
  socket.once('data', () => socket.setTimeout(silenceMs))
  const silent = new Promise<void>((resolve) => socket.setTimeout(answerMs, resolve))
  await Promise.race([closed, silent])
  socket.destroy()
  return text()
}

export type RawAnswer = { status: number; headers: Record<string, string>; body: string }

/** Parses the responses in the text received over one connection. */
export function readAnswers(text: string): RawAnswer[] {
  return text
    .split(/(?=^HTTP\/1\.1 \d{3} )/m)
    .filter((part) => part.startsWith('HTTP/1.1'))
    .map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n')
      const [first = '', ...lines] = head.split('\r\n')
      const headers = lines.map((line): [string, string] => {
        const at = line.indexOf(':')
        return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()]
      })
      return {
        status: Number(first.split(' ')[1]),
        headers: Object.fromEntries(headers),
        body: body.join('\r\n\r\n'),
      }
    })
}

const FIXED_HEADERS = [
  'x-content-type-options',
  'x-frame-options',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'referrer-policy',
  'permissions-policy',
  'content-security-policy',
  'x-request-id',
]

/** Returns the fixed headers that a response lacks. */
export function missing({ headers }: { headers: Readonly<Record<string, unknown>> }): string[] {
  return FIXED_HEADERS.filter((name) => !headers[name])
}
