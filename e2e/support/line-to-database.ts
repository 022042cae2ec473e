import { once } from 'node:events'
import net, { type AddressInfo, type Socket } from 'node:net'

export type Line = {
  /** URL of the database through this connection. */
  url: string
  /** Makes the database unreachable: every connection breaks, and new ones are refused. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/**
 * Opens a TCP proxy to the database that a test can cut, while other clients keep using the same database.
 */
export async function lineTo(databaseUrl: string): Promise<Line> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  const join = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.pipe(to)
    from.on('error', () => {})
    from.once('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }
  const server = net.createServer((near) => {
    if (isCut) return void near.destroy()
    const far = net.connect(Number(target.port), target.hostname)
    join(near, far)
    join(far, near)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const breakAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const url = new URL(target)
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: url.href,
    cut: () => {
      isCut = true
      breakAll()
    },
    mend: () => {
      isCut = false
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      breakAll()
      await closed
    },
  }
}
