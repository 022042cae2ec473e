import 'server-only'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export type Seen = { method: string; url: URL; headers: IncomingMessage['headers']; body: string }
export type Answer = (seen: Seen, response: ServerResponse) => void | Promise<void>
export type ScriptedServer = { url: string; seen: Seen[]; openSockets: () => number }

type Listening = { url: string; sockets: Set<Socket>; close: () => Promise<void> }

async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return { url: `http://127.0.0.1:${port}`, sockets, close }
}

/**
 * Starts a real HTTP server on loopback for one test; the server records its requests and answers as the
 * script says.
 */
export async function startScripted(answer: Answer): Promise<ScriptedServer> {
  const { close, ...server } = await openScripted(answer)
  onTestFinished(close)
  return server
}

/** Starts a scripted server for several tests; the server listens until `close` is called. */
export async function openScripted(answer: Answer): Promise<ScriptedServer & { close: () => Promise<void> }> {
  const seen: Seen[] = []
  const listener: RequestListener = async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const entry = {
      method: request.method ?? '',
      url: new URL(request.url ?? '/', 'http://scripted.test'),
      headers: request.headers,
      body,
    }
    seen.push(entry)
    await answer(entry, response)
  }
  const { url, sockets, close } = await listen(createServer({ keepAliveTimeout: 60_000 }, listener))
  return { url, seen, openSockets: () => sockets.size, close }
}

/** Starts a raw TCP server: the script gets each connection after its first bytes. */
export async function startRaw(
  answer: (socket: Socket, connection: number) => void,
): Promise<{ url: string; connections: () => number; openSockets: () => number }> {
  let connections = 0
  const server = createTcpServer((socket) => {
    connections += 1
    const connection = connections
    socket.once('data', () => answer(socket, connection))
  })
  const { url, sockets, close } = await listen(server)
  onTestFinished(close)
  return { url, connections: () => connections, openSockets: () => sockets.size }
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
}
