import { expect, test } from 'vitest'
import { databaseFault } from './faults.ts'

const caused = (fields: object) =>
  new Error('Failed query: …', { cause: Object.assign(new Error('inner'), fields) })

test('a database that cannot be connected to is unreachable, however the system says so', () => {
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

test('a file that is not there says nothing of the database', () => {
  expect(databaseFault(caused({ code: 'ENOENT', syscall: 'open' }))).toBeNull()
})
