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

test('a missing file is not a database fault', () => {
  expect(databaseFault(caused({ code: 'ENOENT', syscall: 'open' }))).toBeNull()
})
