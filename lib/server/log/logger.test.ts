import { AsyncLocalStorage } from 'node:async_hooks'
import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { processWide } from '#lib/server/config/process-wide.ts'
import { captureConsole } from './console-log.ts'
import { createLogger, errorFields } from './logger.ts'
import { configuredSecrets } from './secrets.ts'

const CANARY = 'canary-9f"3\\a-key'
const ENVIRONMENT = {
  HELLO_TRACTOR_API_KEY: CANARY,
  PAYMENT_LINKS_AUTH_HEADER: 'Token canary-links-7',
  DATABASE_URL: 'postgres://furrow:canary%2Fdatabase@localhost:5432/furrow',
  SMTP_URL: 'smtps://mailer:canary-mail-5@mail.example',
  LATER_ADDED_SECRET: 'canary-later-3',
  PORT: '3000',
}

function gather() {
  const lines: string[] = []
  const into = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, log: createLogger(into, ENVIRONMENT) }
}

const formsOf = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
]

test('finds every secret of the environment, by the variable’s name or inside an address', () => {
  expect(configuredSecrets(ENVIRONMENT)).toEqual(
    expect.arrayContaining([
      CANARY,
      'Token canary-links-7',
      'canary/database',
      'canary-mail-5',
      'canary-later-3',
    ]),
  )
  expect(configuredSecrets(ENVIRONMENT)).not.toContain('3000')
})

describe('no line contains a secret', () => {
  const secrets = [CANARY, 'canary-links-7', 'canary/database', 'canary-mail-5', 'canary-later-3']
  const texts = secrets.flatMap(formsOf)

  test('in a message, field, name, error or cause, at any depth and in any usual encoding', () => {
    const { lines, log } = gather()
    for (const text of texts) {
      log.info(`asked with ${text}`)
      log.warn({ note: text, deep: { list: [{ text }] } }, `and ${text}`)
      log.error({ failure: new Error(text, { cause: new Error(`below ${text}`) }) }, 'failed')
      log.error({ [text]: 1, ...errorFields(new TypeError(`no ${text}`)) })
    }
    const written = lines.join('')
    console.info(`canary forms: ${texts.length}, lines: ${lines.length}`)
    expect(lines).toHaveLength(texts.length * 4)
    for (const text of texts) {
      expect(written).not.toContain(text)
      expect(written).not.toContain(JSON.stringify(text).slice(1, -1))
    }
    for (const line of lines) expect(() => JSON.parse(line)).not.toThrow()
  })

  test('after a name of a secret, even if the secret is not configured', () => {
    const { lines, log } = gather()
    log.info({
      Authorization: 'unknown-1',
      deep: { api_key: 'unknown-1', apiKey: 'unknown-1', email: 'unknown-1' },
    })
    log.info('password=unknown-1 authorization: Bearer unknown-1')
    expect(lines.join('')).not.toContain('unknown-1')
  })
})

describe('no text can forge a line', () => {
  test.each([
    ['a second line', '\n{"level":"info","msg":"login ok"}\n'],
    ['a carriage return', '\r{"level":"info"}'],
    ['colours and cursor moves', '\u001b[2J\u001b[31mroot\u009b1A'],
    ['line separators', '\u2028forged\u2029'],
    ['a change of direction', 'user\u202egnp.exe\u2066'],
    ['NUL and backspace', 'a\u0000b\u0008\u007f'],
  ])('%s', (_name, text) => {
    const { lines, log } = gather()
    log.info({ agent: text, [text]: text }, text)
    expect(lines).toHaveLength(1)
    expect(lines[0]?.trimEnd()).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
    expect(JSON.parse(lines[0] ?? '').level).toBe('info')
  })
})

test('each line names the request that the line is about', () => {
  const request = new AsyncLocalStorage<{ requestId: string }>()
  const shared = processWide<typeof request>('furrowRequest')
  const { lines, log } = gather()
  shared.value = request
  try {
    request.run({ requestId: 'one' }, () => log.info('inside'))
    log.info('outside')
  } finally {
    shared.value = undefined
  }
  expect(lines.map((line) => JSON.parse(line).requestId)).toEqual(['one', undefined])
})

test('console output of Next or a library becomes a log line, without statements and secrets', () => {
  const { lines, log } = gather()
  const own = { ...console }
  captureConsole(own, () => log)
  own.error('⨯', new Error(`boom ${CANARY}`))
  own.error(new Error('Failed query: select 1 where name = $1\nparams: jane'))
  own.error(`Failed query: select 2\nparams: jane`)
  own.warn('%s is %d\nlines', 'this', 2)
  own.log({ a: { b: CANARY } })
  const written = lines.map((line) => JSON.parse(line))
  expect(written.map(({ level }) => level)).toEqual(['error', 'error', 'error', 'warn', 'info'])
  expect(lines).toHaveLength(5)
  expect(lines.join('')).not.toMatch(/canary|jane|select/)
  expect(written[3].msg).toBe('this is 2\nlines')
})
