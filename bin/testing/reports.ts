import { readFile } from 'node:fs/promises'
import path from 'node:path'

/** What a runner reports: numbers of tests, and one text for each test that failed. */
export type Report = { passed: number; failed: number; skipped: number; faults: string[] }

/** The start of an error says what was expected and what came; the rest stands in the output of the runner. */
const LINES_OF_AN_ERROR = 12

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] | null }[]
  }[]
}

/**
 * Reads the report that Vitest's `json` reporter wrote.
 * @param root the folder that the names of files are shown relative to.
 * @returns null if there is no readable report, which is how a runner leaves it that could not start.
 */
export async function readVitestReport(file: string, root: string): Promise<Report | null> {
  const report = await readJson<VitestReport>(file)
  if (report === null) return null
  const faults = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const place = path.relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [told(place, message)]
    return failed.map((test) => told(`${place} › ${test.fullName}`, test.failureMessages?.[0] ?? ''))
  })
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
    faults,
  }
}

type Suite = {
  specs: {
    title: string
    file: string
    ok: boolean
    tests: { results: { error?: { message?: string } }[] }[]
  }[]
  suites?: Suite[]
}
type PlaywrightReport = {
  suites: Suite[]
  errors: { message?: string }[]
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** Reads the report that Playwright's `json` reporter wrote; null as {@link readVitestReport}. */
export async function readPlaywrightReport(file: string): Promise<Report | null> {
  const report = await readJson<PlaywrightReport>(file)
  if (report === null) return null
  const { expected, unexpected, flaky, skipped } = report.stats
  const specs = (suite: Suite): Suite['specs'] => [...suite.specs, ...(suite.suites ?? []).flatMap(specs)]
  const failed = report.suites.flatMap(specs).filter(({ ok }) => !ok)
  return {
    passed: expected,
    failed: unexpected + flaky,
    skipped,
    faults: [
      ...failed.map(({ file: spec, title, tests }) => told(`e2e/${spec} › ${title}`, firstError(tests))),
      ...report.errors.map(({ message = '' }) => told('playwright', message)),
    ],
  }
}

function firstError(tests: Suite['specs'][number]['tests']): string {
  const errors = tests.flatMap(({ results }) => results.map(({ error }) => error?.message))
  return errors.find((message) => message !== undefined) ?? ''
}

function told(place: string, message: string): string {
  const lines = message.replaceAll(COLOURS, '').split('\n').filter(Boolean).slice(0, LINES_OF_AN_ERROR)
  return [place, ...lines.map((line) => `    ${line}`)].join('\n')
}

async function readJson<Content>(file: string): Promise<Content | null> {
  return readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as Content)
    .catch(() => null)
}
