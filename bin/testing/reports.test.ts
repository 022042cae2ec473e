import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPlaywrightReport, readVitestReport } from './reports.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'furrow-reports-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function written(content: unknown): Promise<string> {
  const file = path.join(folder, 'report.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const RED = '\u001b[31m'

describe('the report of Vitest', () => {
  test('names each test that failed with the start of its error, and a file that did not load', async () => {
    const file = await written({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        {
          name: '/home/furrow/lib/money.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { status: 'passed', fullName: 'adds', failureMessages: [] },
            {
              status: 'failed',
              fullName: 'rounds half up',
              failureMessages: [`${RED}expected 1\n\nto be 2`],
            },
          ],
        },
        {
          name: '/home/furrow/lib/week.test.ts',
          status: 'failed',
          message: 'no such module',
          assertionResults: [],
        },
        { name: '/home/furrow/lib/day.test.ts', status: 'passed', message: '', assertionResults: [] },
      ],
    })
    expect(await readVitestReport(file, '/home/furrow')).toEqual({
      passed: 3,
      failed: 1,
      skipped: 2,
      faults: [
        'lib/money.test.ts › rounds half up\n    expected 1\n    to be 2',
        'lib/week.test.ts\n    no such module',
      ],
    })
  })

  test('is null where the runner wrote none, or not to its end', async () => {
    expect(await readVitestReport(path.join(folder, 'none.json'), folder)).toBeNull()
    expect(await readVitestReport(await written('{"numPassedTests": 3,'), folder)).toBeNull()
  })
})

test('the report of Playwright names each spec that failed, at any depth, and errors outside the specs', async () => {
  const passes = { title: 'opens', file: 'shell.spec.ts', ok: true, tests: [{ results: [{}] }] }
  const fails = {
    title: 'signs out',
    file: 'shell.spec.ts',
    ok: false,
    tests: [{ results: [{ error: { message: `${RED}no button` } }] }],
  }
  const file = await written({
    suites: [{ specs: [passes], suites: [{ specs: [fails] }] }],
    errors: [{ message: 'the server did not start' }],
    stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 4 },
  })
  expect(await readPlaywrightReport(file)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 4,
    faults: ['e2e/shell.spec.ts › signs out\n    no button', 'playwright\n    the server did not start'],
  })
})
