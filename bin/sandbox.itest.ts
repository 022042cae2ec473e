import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

/**
 * Starts the command with an IPC channel; `said` resolves with its first message, `ended` with its exit code.
 */
function start(options: Record<string, unknown>) {
  const child = fork(path.join(import.meta.dirname, 'sandbox.ts'), {
    execArgv: ['--conditions=react-server'],
    env: { ...process.env, FURROW_SANDBOX: JSON.stringify(options) },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  children.push(child)
  let complaint = ''
  child.stderr?.on('data', (bytes) => {
    complaint += bytes
  })
  const said = new Promise<{ type: string; port: number; url: string }>((resolve) =>
    child.once('message', (message: { type: string; port: number; url: string }) => resolve(message)),
  )
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return { child, said, ended, complaint: () => complaint }
}

const SMALL = { seed: 'process', originDay: '2026-11-21', scale: { contracts: 20, weeks: 2 } }

test('the sandbox reports that it is ready, serves requests, and ends with its parent', async () => {
  const { child, said, ended } = start(SMALL)
  const { type, port, url } = await said
  expect([type, url]).toEqual(['ready', `http://127.0.0.1:${port}`])
  expect((await fetch(`${url}/payg/lms/invoices`)).status).toBe(401)
  child.disconnect()
  expect(await ended).toBe(0)
})

test('the sandbox ends on SIGTERM', async () => {
  const { child, said, ended } = start(SMALL)
  await said
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('a port that is taken gives one line with the fix', async () => {
  const { port } = await start(SMALL).said
  const second = start({ ...SMALL, port })
  expect(await second.ended).toBe(1)
  expect(second.complaint()).toMatch(
    new RegExp(
      `Port ${port} of the sandbox is in use by another Furrow command or another program. Wait until`,
    ),
  )
})
