import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import net, { type AddressInfo, type Socket } from 'node:net'
import type { RefusalLine } from './noted.ts'
import { createShell, type ShellOptions } from './server.ts'

export type RunningShell = {
  server: Server
  /** Refusals that the shell logged. */
  lines: RefusalLine[]
  port: number
  seen: IncomingMessage[]
  close: () => Promise<void>
}

/** Starts a shell on a free port with a handler that answers `hello` unless the test gives another. */
export async function startShell(options: Partial<ShellOptions> = {}): Promise<RunningShell> {
  const seen: IncomingMessage[] = []
  const lines: RefusalLine[] = []
  const hello = (_: IncomingMessage, response: ServerResponse) => void response.end('hello')
  const server = createShell({
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
  return { server, lines, port, seen, close }
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
 * Sends raw bytes and returns everything received until the connection closes or is silent for `silenceMs`.
 */
export async function sendRaw(port: number, bytes: string | Uint8Array, silenceMs = 1_000): Promise<string> {
  const { socket, text, closed } = dial(port)
  socket.write(bytes)
  const silent = new Promise<void>((resolve) => socket.setTimeout(silenceMs, resolve))
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
