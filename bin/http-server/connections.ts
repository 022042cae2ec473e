import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Limits the number of open connections to `max`. Above the limit, closes the connection that has waited
 * longest, so that idle connections never block a client. A connection whose request is being answered is
 * never closed.
 */
export function limitConnections(server: Server, max: number) {
  /** Sockets without a request in progress, longest waiting first. */
  const waiting = new Set<Socket>()
  let open = 0
  server.on('connection', (socket: Socket) => {
    open += 1
    if (open > max) {
      const [oldest = socket] = waiting
      waiting.delete(oldest)
      oldest.destroy()
    }
    if (!socket.destroyed) waiting.add(socket)
    socket.once('close', () => {
      open -= 1
      waiting.delete(socket)
    })
  })
  return {
    /** Excludes a connection from closing until its response is finished. */
    answering(socket: Socket, response: ServerResponse): void {
      waiting.delete(socket)
      response.once('close', () => {
        if (!socket.destroyed) waiting.add(socket)
      })
    },
  }
}
