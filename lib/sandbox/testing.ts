import 'server-only'
import { type Sandbox, startSandbox } from '#lib/sandbox/http/sandbox.ts'
import type { SandboxOptions } from './options.ts'

/** The fixed time of small sandboxes. */
export const SMALL_NOW = new Date('2026-11-21T12:00:00Z')

/** Starts a small sandbox for tests: 20 contracts, 8 weeks, clock at SMALL_NOW. */
export function startSmallSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return startSandbox({
    seed: 'small',
    originDay: '2026-11-21',
    scale: { contracts: 20, weeks: 8 },
    now: () => SMALL_NOW,
    ...options,
  })
}

type Answer = { status: number; headers: Headers; text: string }

/** Sends a GET with an optional bearer token; redirects are not followed. */
export async function get(sandbox: Sandbox, path: string, token?: string): Promise<Answer> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(new URL(path, sandbox.url), { headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
