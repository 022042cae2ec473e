import { readFile } from 'node:fs/promises'
import { addresses } from '#e2e/support/addresses.ts'
import { expect, test } from '#e2e/support/test.ts'

test('S3 no line that Furrow wrote in the whole run holds a credential, its faults included', async () => {
  const { logFile, canary } = addresses()
  const text = await readFile(logFile, 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  const forms = ['ht', 'pl', 'ci'].flatMap((name) => {
    const bytes = Buffer.from(`${name}-${canary}`)
    return [canary, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]
  })
  // Base64 of what surrounds a credential shifts its letters: three starts stand for all.
  const shifted = [0, 1, 2].map((by) =>
    Buffer.from(`${'x'.repeat(by)}${canary}`)
      .toString('base64')
      .slice(4, 40),
  )
  const found = [...forms, ...shifted, Buffer.from(canary).toString('hex')].filter((form) =>
    text.includes(form),
  )
  console.info(
    `log: ${lines.length} lines, ${text.length} characters, ${found.length} of ${forms.length + 4} canary forms found`,
  )
  expect(found).toEqual([])
  expect(lines.length).toBeGreaterThan(100)
  for (const line of lines) {
    const entry: { level?: string; time?: string; requestId?: string; msg?: string } = JSON.parse(line)
    expect([typeof entry.level, typeof entry.time]).toEqual(['string', 'string'])
    if (entry.msg === 'request') expect(entry.requestId).toMatch(/^[\da-f-]{36}$/)
  }
  // The run provoked failures of the upstream: their stacks and reasons came through the log, not beside it.
  expect(text).not.toMatch(/^\s+at .+\(.+:\d+:\d+\)$/m)
})
