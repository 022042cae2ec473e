import 'server-only'
import { vi } from 'vitest'
import { readEnv } from '#lib/server/config/env.ts'
import { type PassResult, runOnce } from '#lib/server/sync/once.ts'
import { syncSettings } from '#lib/server/sync/settings.ts'
import { createUpstreams } from '#lib/server/upstream/sources/upstreams.ts'
import { readFrom } from '#lib/testing/ask.ts'
import { testDatabase } from '#lib/testing/database.ts'

const QUICK_CALLS = { retry: { baseMs: 5, maxBackoffMs: 20, maxWaitMs: 500 } }

/**
 * Mirrors the sources that `environment` names into a new database, which this process reads until `close`.
 * `pass` reads every window once, with `now` as the current time.
 */
export async function mirrorOwnSources(
  environment: Record<string, string>,
  now: Date,
): Promise<{ pass: () => Promise<PassResult>; close: () => Promise<void> }> {
  const { url, drop } = await testDatabase()
  readFrom({ url })
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  const env = readEnv(environment)
  const clients = createUpstreams(env, QUICK_CALLS)
  const close = async () => {
    await clients.close()
    vi.unstubAllEnvs()
    await drop()
  }
  const pass = () =>
    runOnce({
      url,
      upstreams: clients,
      restraint: clients.restraint,
      settings: syncSettings(env),
      signal: new AbortController().signal,
      now: () => now,
      random: () => 0,
      only: { source: null, from: env.syncFrom, to: null },
    })
  return { pass, close }
}
