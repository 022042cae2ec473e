import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { addresses, freePort } from './addresses.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

export type FurtherServer = {
  url: string
  /** All that it wrote to its log. */
  log(): string
  stop(): Promise<void>
}

/** What a further process on the data of this run needs: database, secret, sources. */
export async function environmentOfRun(): Promise<Record<string, string>> {
  const { readyUrl, controlKey } = addresses()
  const response = await fetch(readyUrl, { headers: { 'x-control-key': controlKey } })
  return response.json()
}

/**
 * A second web server on the data of this run, of the same build as if proxy.ts had been deleted before it was made: all
 * that a build has of that file is its code and its entry in one list of what runs before the pages.
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
 * A second web server on the data of this run.
 * @param changes variables that differ from those of the first
 * @param folder where its clone and build are
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
      ...{ PORT: String(port), APP_URL: url, LISTEN_HOST: '127.0.0.1', FURROW_DEV: '' },
      ...{ NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      ...changes,
    },
    // Its channel is its sign of life: it ends with this process, whatever becomes of the test.
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
