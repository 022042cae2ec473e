import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type Call = { path: string; query: URLSearchParams; authorization: string; form: URLSearchParams }
export type Reply = {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON; a `Uint8Array` is sent as bytes. */
  body: unknown
}

/** An upstream of the rehearsal: a real HTTP server on loopback that answers from its script. */
export type Upstream = {
  url: string
  /** Every call so far. */
  calls: Call[]
  /** Replaces the response to the next call. */
  answerOnce(reply: Reply): void
  /** Delays every response from now on by `ms` milliseconds. */
  slowDown(ms: number): void
  close(): Promise<void>
}

/** Starts an upstream. `answer` handles each call and checks its credentials itself. */
export async function startUpstream(answer: (call: Call) => Reply): Promise<Upstream> {
  const calls: Call[] = []
  const exceptions: Reply[] = []
  let delayMs = 0
  const server = createServer((request, response) => {
    void readCall(request).then(async (call) => {
      calls.push(call)
      if (delayMs > 0) await sleep(delayMs)
      send(response, exceptions.shift() ?? answer(call))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The upstream has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    answerOnce: (reply) => void exceptions.push(reply),
    slowDown: (ms) => {
      delayMs = ms
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://upstream.test')
  const body = Buffer.concat(await request.toArray()).toString('utf8')
  return {
    path: url.pathname,
    query: url.searchParams,
    authorization: request.headers.authorization ?? '',
    form: new URLSearchParams(body),
  }
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Reply): void {
  const isBytes = body instanceof Uint8Array
  const type = isBytes ? {} : { 'content-type': 'application/json' }
  response.writeHead(status, { ...type, ...headers })
  response.end(isBytes ? body : JSON.stringify(body))
}

export const REFUSED: Reply = { status: 401, body: { detail: 'Authentication failed.' } }
export const UNKNOWN: Reply = { status: 404, body: { detail: 'Not found.' } }
