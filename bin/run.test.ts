import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '..')
const RUN = path.join(ROOT, 'bin/run.cjs')
/** The Node that npm ci installs, on Linux only. */
const OWN = path.join(ROOT, 'node_modules/.bin/node')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'furrow-run-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}

/** Runs run.cjs with a file; `preload` runs before run.cjs, in the same process. */
function start(target: string, { args = [] as string[], flags = [] as string[], preload = '' } = {}) {
  const required = preload ? ['--require', file(`preload-${crypto.randomUUID()}.cjs`, preload)] : []
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: process.env.NODE_ENV }
  const child = spawn(process.execPath, [...flags, ...required, RUN, target, ...args], { env, stdio: 'pipe' })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, output, errors }))
  return { child, ended, output: () => output }
}

describe('a Node that cannot run Furrow', () => {
  const faked = (version: string, execPath = process.execPath) => `
    const own = process
    const fakes = { versions: { ...own.versions, node: '${version}' }, execPath: '${execPath}' }
    globalThis.process = new Proxy({}, {
      get: (_, name) => fakes[name] ?? own[name],
      set: (_, name, value) => Reflect.set(own, name, value),
    })`

  test.each(['12.22.12', '18.20.8', '20.20.2', '22.17.1'])(
    '%s gets one line that names the required and the actual version',
    async (version) => {
      const { code, output, errors } = await start('bin/start.ts', { preload: faked(version) }).ended
      expect([code, output]).toEqual([1, ''])
      expect(errors).toMatch(/^Furrow needs Node 22\.18 or newer; .*\n$/)
      expect(errors).toContain(`this is Node ${version} (${process.execPath})`)
    },
  )

  test.runIf(existsSync(OWN))('names the clone’s own Node if an older one runs the command', async () => {
    const { errors } = await start('bin/start.ts', { preload: faked('20.20.2', '/bin/sh') }).ended
    expect(errors).toContain(`(/bin/sh). This clone has one: run npm start, or ${OWN} instead of node.`)
    const own = await start('bin/start.ts', { preload: faked('20.20.2', OWN) }).ended
    expect(own.errors).toContain('Install a newer one from https://nodejs.org.')
  })

  test('a newer one with TypeScript turned off gets a line that says so', async () => {
    const { code, errors } = await start('bin/start.ts', { flags: ['--no-experimental-strip-types'] }).ended
    expect([code, errors]).toEqual([
      1,
      expect.stringMatching(/^Furrow needs a Node that runs TypeScript; .*\n$/),
    ])
  })

  test('can parse the start file, which has no syntax and no names newer than ES2019 and Node 12', () => {
    const code = readFileSync(RUN, 'utf8').replaceAll(/^\s*\/[/*].*$/gm, '')
    const newer =
      /\?\.|\?\?|&&=|\|\|=|node:|(?<!--)\bimport\b|^await\b|\b#\w|\d_\d|\d+n\b|\bstatic\b|\.(?:at|hasOwn|replaceAll|matchAll)\(/m
    expect(newer.exec(code)?.[0]).toBeUndefined()
    expect(code).toContain("require('fs')")
    const samples = [
      'a?.b',
      'a ?? b',
      "require('node:fs')",
      'a ||= b',
      'await import(x)',
      'list.at(-1)',
      '1_000',
    ]
    expect(samples.filter((sample) => !newer.test(sample))).toEqual([])
  })
})

// With `execve`, the file replaces the process; otherwise the file runs as a child to which every signal is
// forwarded.
describe.each([
  ['in place', ''],
  ['as a child', 'delete process.execve'],
])('a file that runs %s', (_way, preload) => {
  test('receives its own arguments and standard input and returns its own exit code', async () => {
    const target = file(
      'echo.ts',
      `const words: string[] = process.argv.slice(2)
       process.stdin.on('data', (chunk) => process.stdout.write(words.join('|') + ' ' + chunk))
       process.stdin.on('end', () => process.exit(7))`,
    )
    const { child, ended } = start(target, { args: ['--check', 'two words'], preload })
    child.stdin.end('from a pipe')
    expect(await ended).toEqual({
      code: 7,
      signal: null,
      output: '--check|two words from a pipe',
      errors: '',
    })
  })

  test('is ended by the signal that it was sent', async () => {
    const target = file('wait.ts', `setInterval(() => {}, 1_000); process.stdout.write('up')`)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const { child, ended, output } = start(target, { preload })
      await expect.poll(output, { timeout: 15_000 }).toBe('up')
      child.kill(signal)
      expect(await ended).toMatchObject({ code: null, signal })
    }
  })

  test('chooses its own exit code when it handles the signal', async () => {
    const target = file(
      'answer.ts',
      `setInterval(() => {}, 1_000)
       process.on('SIGTERM', () => { process.stdout.write(' bye'); process.exitCode = 3; process.exit() })
       process.stdout.write('up')`,
    )
    const { child, ended, output } = start(target, { preload })
    await expect.poll(output, { timeout: 15_000 }).toBe('up')
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 3, output: 'up bye' })
  })
})

test('a file that runs in place keeps the process id, so that a lock and a supervisor recognise it', async () => {
  const target = file('number.ts', 'process.stdout.write(String(process.pid))')
  const { child, ended } = start(target)
  expect((await ended).output).toBe(String(child.pid))
})

test('every npm command that runs TypeScript goes through the start file', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  const running = Object.values<string>(scripts).filter((script) => /\.ts\b/.test(script))
  expect(running.length).toBeGreaterThan(10)
  expect(
    running.filter((script) => !/^node bin\/run\.cjs (bin|bench)\/[\w-]+\.ts( --dev)?$/.test(script)),
  ).toEqual([])
})
