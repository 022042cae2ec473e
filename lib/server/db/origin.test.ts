import { expect, test } from 'vitest'
import { OriginError } from './origin.ts'

const REAL = 'https://one.example'
const SANDBOX = 'sandbox:abc@2026-11-30'
const lines = (former: string, origin: string) =>
  new OriginError([{ source: 'hello-tractor', former, origin }]).message.split('\n')

test('a real source at a new address may be adopted', () => {
  expect(lines(REAL, 'https://two.example').at(-1)).toMatch(/run: npm run sync -- --adopt$/)
})

test('a database of real sources without their settings asks for the settings, and never to adopt the sandbox', () => {
  expect(lines(REAL, SANDBOX)).toEqual([
    'This database mirrors another origin:',
    `  Hello Tractor: mirrored from ${REAL}, now configured as ${SANDBOX}`,
    'Configure the sources as before (.env or the environment, without SANDBOX=1); or, for the sandbox, use a new DATA_DIR or database.',
  ])
})

test('a database of a sandbox is not adopted for real sources', () => {
  expect(lines(SANDBOX, REAL).at(-1)).toBe(
    'It holds the invented data of a sandbox. Use a new DATA_DIR or database for the sources.',
  )
})
