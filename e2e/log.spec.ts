import { readFile } from 'node:fs/promises'
import { addresses } from '#e2e/support/addresses.ts'
import { expect, test } from '#e2e/support/test.ts'

test('no log line of the whole run contains a credential, including the lines about faults', async () => {
  const { logFile, canary } = addresses()
  const text = await readFile(logFile, 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('{'))
  const forms = ['ht', 'pl', 'ci'].flatMap((name) => {
    const bytes = Buffer.from(`${name}-${canary}`)
    return [canary, bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')]
  })
  // Surrounding text shifts the base64 form of a credential; three offsets cover all cases.
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
  // The run provoked upstream failures: their stacks and reasons are inside log entries, not beside them.
  expect(text).not.toMatch(/^\s+at .+\(.+:\d+:\d+\)$/m)
})

test('the start prints the lines of Furrow and of its log, and none of the libraries', async () => {
  const text = await readFile(addresses().logFile, 'utf8')
  const start = text.slice(0, text.indexOf('stop with Ctrl-C'))
  const foreign = start
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('{') && !/^[A-Z]\w+ {2}/.test(line))
  expect(start).toContain('PostgreSQL')
  expect(foreign).toEqual([])
})
