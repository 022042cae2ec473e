import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Holds the number of open connections down. When there are too many, the one that has kept the server waiting longest
 * makes room, so that idle ones never keep a reader out; one that is being answered is never closed.
 */
export function limitConnections(server: Server, max: number) {
  /** In the order in which they began to wait. */
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
    /** Notes that a connection is being answered, until the answer is over. */
    answering(socket: Socket, response: ServerResponse): void {
      waiting.delete(socket)
      response.once('close', () => {
        if (!socket.destroyed) waiting.add(socket)
      })
    },
  }
}
