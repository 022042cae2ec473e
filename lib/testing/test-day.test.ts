import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { chooseTestDay, requireTestDay } from './test-day.ts'

const run = promisify(execFile)

async function dayIn(environment: NodeJS.ProcessEnv): Promise<string> {
  const script = 'process.stdout.write(new Date().toISOString().slice(0, 10))'
  const { stdout } = await run(process.execPath, ['-e', script], { env: environment })
  return stdout
}

test('takes the day of a run from FURROW_TEST_DAY', async () => {
  const environment: NodeJS.ProcessEnv = { NODE_ENV: 'test', FURROW_TEST_DAY: '2028-02-29T12:00:00Z' }
  chooseTestDay(environment)
  expect(await dayIn(environment)).toBe('2028-02-29')
  const before = environment.FURROW_TEST_CLOCK_SHIFT_MS
  chooseTestDay(environment)
  expect(environment.FURROW_TEST_CLOCK_SHIFT_MS).toBe(before)
})

test('uses the same day for every run by default and makes test servers refuse any other', async () => {
  const environment: NodeJS.ProcessEnv = { NODE_ENV: 'test' }
  expect(() => requireTestDay(environment)).toThrow(/must not run on the date of today/)
  chooseTestDay(environment)
  expect(await dayIn(environment)).toBe('2026-11-25')
  expect(() => requireTestDay(environment)).not.toThrow()
})

test('refuses an invalid day and names the variable', () => {
  expect(() => chooseTestDay({ NODE_ENV: 'test', FURROW_TEST_DAY: 'tomorrow' })).toThrow(
    /FURROW_TEST_DAY is "tomorrow"/,
  )
})

test('keeps the behaviour of Date under a shifted clock', () => {
  const now = new Date()
  expect(now).toBeInstanceOf(Date)
  expect(now.constructor).toBe(Date)
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z')
  expect(Date.UTC(2026, 0, 1)).toBe(new Date('2026-01-01T00:00:00Z').getTime())
  expect(structuredClone(now)).toEqual(now)
})
