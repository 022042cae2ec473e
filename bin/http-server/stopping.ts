import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Refusal } from './problems.ts'

const READINESS = '/api/health/ready'
/**
 * A client that asked for readiness within this time is a load balancer, which gets time to notice before
 * connections end.
 */
const WATCHED_WITHIN_MS = 30_000
const NOTICE_MS = 5_000
const AFTER_NOTICE_MS = 500
const CLOSE_MS = 15_000
const SWEEP_EVERY_MS = 200

const ENDING: Refusal = { status: 503, code: 'ending', detail: 'This server is about to end.' }

/**
 * Shuts a server down without failing requests. Readiness is refused at once, a load balancer gets up to five
 * seconds to notice, then the server accepts no more connections and finishes the requests in progress.
 * Responses that never end by themselves are cut.
 */
export function createStopping(now: () => number = Date.now) {
  let isStopping = false
  let askedAt = Number.NEGATIVE_INFINITY
  let notice = () => {}
  const endless = new Set<ServerResponse | Duplex>()
  const sockets = new Set<Socket>()

  const told = () =>
    new Promise<void>((resolve) => {
      if (now() - askedAt > WATCHED_WITHIN_MS) return resolve()
      setTimeout(resolve, NOTICE_MS)
      notice = () => void setTimeout(resolve, AFTER_NOTICE_MS)
    })

  /** Closes connections without a request: kept alive after a response, or opened by a browser in advance. */
  const closeIdle = (server: Server) => {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }

  /** Registers a response or connection that never ends by itself, to be cut when the server stops. */
  const cutAtEnd = (lasting: ServerResponse | Duplex) => {
    endless.add(lasting)
    lasting.once('close', () => endless.delete(lasting))
  }

  return {
    /** Tracks the connections of a server; call before the server accepts any. */
    watch(server: Server): void {
      server.on('connection', (socket: Socket) => {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      })
    },
    /** Refuses readiness checks while the server stops, and records when a balancer last checked. */
    pause(path: string): Refusal | null {
      if (path !== READINESS) return null
      askedAt = now()
      if (!isStopping) return null
      notice()
      return ENDING
    },
    /**
     * Registers a response that lasts as long as its connection; while stopping, closes the connection after
     * the response.
     */
    keepIfEndless(path: string, response: ServerResponse): void {
      if (isStopping) response.shouldKeepAlive = false
      if (path === '/api/events') cutAtEnd(response)
    },
    cutAtEnd,
    /**
     * Stops the server; resolves when the last response is finished, or fifteen seconds after closing began.
     * With `isHurried`, does not wait for a load balancer to notice.
     */
    async stop(server: Server, { isHurried }: { isHurried: boolean }): Promise<void> {
      isStopping = true
      if (!isHurried) await told()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const lasting of endless) lasting.destroy()
      closeIdle(server)
      const sweep = setInterval(closeIdle, SWEEP_EVERY_MS, server)
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref())
      await Promise.race([closed, late])
      clearInterval(sweep)
    },
  }
}
