import { fork } from 'node:child_process'
import { once } from 'node:events'
import http, { type IncomingHttpHeaders } from 'node:http'
import path from 'node:path'
import { build, isBuildNeeded } from '#bin/pages.ts'
import { requireFreePort } from '#bin/port.ts'
import { ENV_VARIABLES } from '#lib/server/config/env.ts'
import { signedInAs } from '#lib/testing/people.ts'
import { type BenchEnvironment, readFrom } from './environment.ts'
import { OPERATOR } from './list-cases.ts'

const PORT = 41_973

export type SocketAnswer = { status: number; headers: IncomingHttpHeaders; bytes: Buffer }

/**
 * The production web server on the database of a million rows, requested by an operator as a browser would.
 */
export type WebServer = {
  /** @returns the response with its raw, compressed body */
  get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<SocketAnswer>
  stop: () => Promise<void>
}

/** Starts `bin/web.ts` and first builds its pages if they are out of date. The caller stops the server. */
export async function startWebServer(environment: BenchEnvironment): Promise<WebServer> {
  const million = await environment.million()
  readFrom(million)
  await requireFreePort(PORT, '127.0.0.1')
  if (await isBuildNeeded()) {
    environment.note('Building the pages …')
    await build()
  }
  const url = `http://localhost:${PORT}`
  const child = fork(path.resolve(import.meta.dirname, '../bin/web.ts'), {
    execArgv: [],
    env: {
      ...process.env,
      // Blank values count as unset, and override a developer's own .env.
      ...Object.fromEntries(ENV_VARIABLES.map((name) => [name, ''])),
      SANDBOX: '1',
      AUTH_SECRET: process.env.AUTH_SECRET,
      FURROW_DATABASE_URL: million.url,
      PORT: String(PORT),
      APP_URL: url,
      LISTEN_HOST: '127.0.0.1',
      FURROW_DEV: '',
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    // The IPC channel ties the server to this process: the server ends with it, even if the bench is killed.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const isReady = await Promise.race([once(child, 'message').then(() => true), once(child, 'exit')])
  if (isReady !== true) throw new Error('The web server ended at its start')
  const session = { cookie: await signedInAs(OPERATOR, million.db), 'sec-fetch-site': 'same-origin' }
  return {
    get: (address, headers) =>
      ask(`${url}${address}`, { ...session, 'accept-encoding': 'gzip, deflate, br, zstd', ...headers }),
    stop: async () => {
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

function ask(url: string, headers: http.OutgoingHttpHeaders): Promise<SocketAnswer> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers }, async (response) => {
      try {
        const parts: Buffer[] = []
        for await (const part of response) parts.push(part)
        const { statusCode: status = 0, headers: given } = response
        resolve({ status, headers: given, bytes: Buffer.concat(parts) })
      } catch (error) {
        reject(error)
      }
    })
    request.on('error', reject)
  })
}

/** Returns the size of a response on the wire in bytes; throws unless the response is a compressed 200. */
export function sizeOf({ status, headers, bytes }: SocketAnswer): number {
  const encoding = headers['content-encoding']
  if (status !== 200 || encoding === undefined) throw new Error(`answered ${status}, ${encoding ?? 'plain'}`)
  return bytes.byteLength
}
