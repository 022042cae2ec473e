import { describe, expect, test } from 'vitest'
import { readEnv } from '#lib/server/config/env.ts'
import { newKeys } from './options.ts'
import { readSandboxOptions, sandboxEnvironment } from './settings.ts'

describe('the variables for Furrow', () => {
  test('are a valid configuration of all three sources', () => {
    const keys = newKeys()
    const env = readEnv(sandboxEnvironment({ url: 'http://127.0.0.1:4100', keys }))
    expect(env.upstreams.helloTractor?.fundingSources).toContain('Kilimo & Mazao Fund')
    expect(env.upstreams.helloTractor?.currencies).toEqual(['NGN', 'KES', 'UGX', 'GHS'])
    expect(env.upstreams.paymentLinks?.authorization).toBe(`Bearer ${keys.paymentLinks}`)
    expect(env.upstreams.clientInvoices?.auth).toMatchObject({ kind: 'password', username: 'furrow' })
  })
})

describe('the options of a separate sandbox process', () => {
  test('are refused when missing or invalid', () => {
    expect(() => readSandboxOptions(undefined)).toThrow(/FURROW_SANDBOX is missing/)
    expect(() => readSandboxOptions('{"seed":"a"}')).toThrow()
    expect(readSandboxOptions('{"seed":"a","originDay":"2026-11-21","scale":{"weeks":8}}')).toEqual({
      seed: 'a',
      originDay: '2026-11-21',
      scale: { weeks: 8 },
    })
  })

  test('can plant a fall and say when the sandbox was opened', () => {
    const options = {
      seed: 'a',
      originDay: '2026-11-21',
      openedAt: '2026-11-21T09:00:00.000Z',
      fall: { from: '2026-05-04', points: 5 },
    }
    expect(readSandboxOptions(JSON.stringify(options))).toEqual(options)
    for (const fall of [
      { from: '2026-05-04' },
      { from: 'May', points: 5 },
      { from: '2026-05-04', points: 101 },
    ])
      expect(() => readSandboxOptions(JSON.stringify({ ...options, fall }))).toThrow()
  })
})
