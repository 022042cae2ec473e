import { once } from 'node:events'
import net from 'node:net'
import pg from 'pg'
import { expect, test } from 'vitest'
import { databaseFault } from './faults.ts'

const caused = (fields: object) =>
  new Error('Failed query: …', { cause: Object.assign(new Error('inner'), fields) })

test('a failed connection is unreachable, whatever error the system reports', () => {
  const reasons = [
    { code: 'ECONNREFUSED', syscall: 'connect' },
    { code: 'ENOENT', syscall: 'connect' },
    { code: 'ENETUNREACH', syscall: 'connect' },
    { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
    { code: 'EAI_AGAIN', syscall: 'getaddrinfo' },
    { code: '57P03' },
    { code: '08006' },
  ]
  expect(reasons.filter((reason) => databaseFault(caused(reason)) !== 'unreachable')).toEqual([])
})

test('a server that accepts the connection and never answers is unreachable', async () => {
  const server = net.createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'furrow', connectionTimeoutMillis: 50 })
  const failed: unknown = await client.connect().catch((error: unknown) => error)
  server.close()
  expect(databaseFault(failed)).toBe('unreachable')
})

test('a missing file is not a database fault', () => {
  expect(databaseFault(caused({ code: 'ENOENT', syscall: 'open' }))).toBeNull()
})
