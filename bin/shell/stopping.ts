import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Refusal } from './problems.ts'

const READINESS = '/api/health/ready'
/** Whoever asked for readiness within this time is a balancer that watches, and is told before connections end. */
const WATCHED_WITHIN_MS = 30_000
const NOTICE_MS = 5_000
const AFTER_NOTICE_MS = 500
const CLOSE_MS = 15_000
const SWEEP_EVERY_MS = 200

const ENDING: Refusal = { status: 503, code: 'ending', detail: 'This server is about to end.' }

/**
 * Ends a server without failing anybody: readiness is refused at once, whoever watches it is given time to notice, then
 * no connection is taken any more, and what is under way is finished. Answers that never end by themselves are cut.
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

  /** Connections that ask for nothing: kept alive after an answer, or opened by a browser in advance. */
  const closeIdle = (server: Server) => {
    server.closeIdleConnections()
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy()
  }

  /** Notes what never ends by itself, and is cut when the server ends. */
  const cutAtEnd = (lasting: ServerResponse | Duplex) => {
    endless.add(lasting)
    lasting.once('close', () => endless.delete(lasting))
  }

  return {
    /** Knows the connections of a server from its start on. */
    watch(server: Server): void {
      server.on('connection', (socket: Socket) => {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      })
    },
    /** Why this path is refused while the server ends; notes who watches. */
    pause(path: string): Refusal | null {
      if (path !== READINESS) return null
      askedAt = now()
      if (!isStopping) return null
      notice()
      return ENDING
    },
    /** Notes an answer that lasts as long as its connection. */
    keepIfEndless(path: string, response: ServerResponse): void {
      if (isStopping) response.shouldKeepAlive = false
      if (path === '/api/events') cutAtEnd(response)
    },
    cutAtEnd,
    /** Ends the server; resolves when the last answer is given, or after fifteen seconds. */
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
