import 'server-only'
import { once } from 'node:events'
import net from 'node:net'
import pg from 'pg'

// A minimal pooler between a client and PostgreSQL, as small as the wire protocol allows. It accepts every
// client and assigns each transaction to any of its sessions.

export type Pooler = {
  url: string
  /** Number of sessions opened. */
  sessions: () => number
  close(): Promise<void>
}

type PoolerOptions = {
  /** Most sessions; a client waits if none is free. */
  size: number
  /** Which idle session serves next: the most recently used, or the one idle for longest. */
  order?: 'last' | 'first'
  /** If set, refuses a startup with any other parameter, as some poolers do. */
  startParameters?: readonly string[]
}

type Session = { socket: net.Socket; client: Client | null }
type Client = { socket: net.Socket; waiting: Buffer[]; session: Session | null; open: number }

/** Starts a pooler on a free loopback port in front of the database at `url`. */
export async function startPooler(url: string, options: PoolerOptions): Promise<Pooler> {
  const pool = new SharedSessions(url, options)
  const server = net.createServer((socket) => pool.greet(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const place = new URL(url)
  place.host = `127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`
  const close = async () => {
    pool.close()
    server.close()
    await once(server, 'close')
  }
  return { url: place.href, sessions: () => pool.count, close }
}

class SharedSessions {
  count = 0
  readonly #url: string
  readonly #options: PoolerOptions
  readonly #idle: Session[] = []
  readonly #queue: Client[] = []
  readonly #sockets = new Set<net.Socket>()

  constructor(url: string, options: PoolerOptions) {
    this.#url = url
    this.#options = options
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Answers a connection's startup itself, then serves the client. */
  greet(socket: net.Socket): void {
    this.#keep(socket)
    let start = Buffer.alloc(0)
    const onStart = (bytes: Buffer) => {
      start = Buffer.concat([start, bytes])
      if (start.length < 8 || start.length < start.readInt32BE(0)) return
      socket.off('data', onStart)
      const refused = this.#refusedParameter(start)
      if (refused !== null) return void socket.end(errorMessage(`unsupported startup parameter: ${refused}`))
      socket.write(Buffer.concat([message('R', int32(0)), message('Z', Buffer.from('I'))]))
      this.#serve(socket)
    }
    socket.on('data', onStart)
  }

  #refusedParameter(start: Buffer): string | null {
    const words = start.subarray(8).toString().split('\0')
    const names = words.filter((word, at) => at % 2 === 0 && word !== '')
    const { startParameters } = this.#options
    return startParameters === undefined
      ? null
      : (names.find((name) => !startParameters.includes(name)) ?? null)
  }

  #keep(socket: net.Socket): void {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
  }

  #serve(socket: net.Socket): void {
    const client: Client = { socket, waiting: [], session: null, open: 0 }
    const read = reader((kind, whole) => {
      if (kind === 'X') return void socket.end()
      if (kind === 'Q' || kind === 'S') client.open += 1
      if (client.session) return void client.session.socket.write(whole)
      client.waiting.push(whole)
      if (client.waiting.length === 1) void this.#assign(client)
    })
    socket.on('data', read)
    socket.on('close', () => {
      // Closing the session rolls back a transaction that its client left open.
      client.session?.socket.destroy()
      client.waiting = []
    })
  }

  async #assign(client: Client): Promise<void> {
    const { size, order = 'last' } = this.#options
    const idle = order === 'last' ? this.#idle.pop() : this.#idle.shift()
    if (idle === undefined && this.count >= size) return void this.#queue.push(client)
    const session = idle ?? (await this.#open())
    session.client = client
    client.session = session
    for (const whole of client.waiting.splice(0)) session.socket.write(whole)
  }

  async #open(): Promise<Session> {
    this.count += 1
    const login = new pg.Client({ connectionString: this.#url })
    login.on('error', () => {})
    await login.connect()
    // The library signs in; from here on the bytes belong to the clients.
    const socket = login.connection.stream as net.Socket
    socket.removeAllListeners('data')
    this.#keep(socket)
    const session: Session = { socket, client: null }
    const read = reader((kind, whole) => this.#answer(session, kind, whole))
    socket.on('data', read)
    socket.on('close', () => {
      this.count -= 1
      session.client?.socket.destroy()
      this.#next()
    })
    return session
  }

  #answer(session: Session, kind: string, whole: Buffer): void {
    const { client } = session
    if (client === null) return
    client.socket.write(whole)
    if (kind !== 'Z') return
    client.open -= 1
    const isIdle = whole.subarray(5).toString() === 'I'
    if (!isIdle || client.open > 0) return
    session.client = null
    client.session = null
    this.#idle.push(session)
    this.#next()
  }

  #next(): void {
    const client = this.#queue.shift()
    if (client) void this.#assign(client)
  }
}

/** Splits a byte stream into protocol messages: a letter, a length and a body. */
function reader(onMessage: (kind: string, whole: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (bytes) => {
    rest = Buffer.concat([rest, bytes])
    while (rest.length >= 5 && rest.length >= rest.readInt32BE(1) + 1) {
      const whole = rest.subarray(0, rest.readInt32BE(1) + 1)
      rest = rest.subarray(whole.length)
      onMessage(String.fromCharCode(whole[0] ?? 0), whole)
    }
  }
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

function message(kind: string, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from(kind), int32(content.length + 4), content])
}

function errorMessage(text: string): Buffer {
  return message('E', Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${text}\0\0`))
}
