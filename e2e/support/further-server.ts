import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addresses, freePort } from './addresses.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

export type FurtherServer = {
  url: string
  /** Everything that the server wrote to its log. */
  log(): string
  stop(): Promise<void>
}

/** Returns the environment of a further process on this run's data: database, secret, sources. */
export async function environmentOfRun(): Promise<Record<string, string>> {
  const { readyUrl, controlKey } = addresses()
  const response = await fetch(readyUrl, { headers: { 'x-control-key': controlKey } })
  return response.json()
}

/**
 * Starts a second web server on this run's data, with the same build as if proxy.ts had been deleted before
 * building. A build contains only two traces of that file: its code, and its entry in the list of functions
 * that run before pages.
 */
export async function startWithoutProxy(): Promise<FurtherServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'furrow-without-proxy-'))
  await copyWithoutProxy(folder)
  const server = await startFurther({}, folder)
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { ...server, stop }
}

/**
 * Starts a second web server on this run's data.
 * @param changes variables that differ from those of the first server
 * @param folder folder of the clone and its build
 */
export async function startFurther(
  changes: Record<string, string>,
  folder: string = ROOT,
): Promise<FurtherServer> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const child = fork(path.join(folder, 'bin/web.ts'), {
    execArgv: [],
    env: {
      ...process.env,
      ...(await environmentOfRun()),
      PORT: String(port),
      APP_URL: url,
      LISTEN_HOST: '127.0.0.1',
      FURROW_DEV: '',
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      ...changes,
    },
    // The IPC channel ties the server to this process: the server ends with it, even if the test is killed.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  let log = ''
  child.stdout?.on('data', (chunk) => {
    log += chunk
  })
  const isReady = await Promise.race([once(child, 'message').then(() => true), once(child, 'exit')])
  if (isReady !== true) throw new Error('A further web server ended at its start')
  const stop = async () => {
    child.kill('SIGINT')
    if (child.exitCode === null) await once(child, 'exit')
  }
  return { url, log: () => log, stop }
}

async function copyWithoutProxy(folder: string): Promise<void> {
  const server = path.join(ROOT, '.next/server')
  const list = 'functions-config-manifest.json'
  await mkdir(path.join(folder, '.next/server'), { recursive: true })
  for (const name of ['bin', 'package.json', 'next.config.js'])
    await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true })
  await linkAll(ROOT, folder, (name) => name === 'node_modules' || name === 'lib')
  await linkAll(path.join(ROOT, '.next'), path.join(folder, '.next'), (name) => name !== 'server')
  const isKept = (name: string) => name !== list && !name.startsWith('middleware.js')
  await linkAll(server, path.join(folder, '.next/server'), isKept)
  const functions = JSON.parse(await readFile(path.join(server, list), 'utf8'))
  if (!functions.functions['/_middleware'])
    throw new Error(`${list} does not name proxy.ts: nothing is taken out`)
  delete functions.functions['/_middleware']
  await writeFile(path.join(folder, '.next/server', list), JSON.stringify(functions))
}

async function linkAll(from: string, to: string, isWanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(from))
    if (isWanted(name)) await symlink(path.join(from, name), path.join(to, name))
}
