import 'server-only'
import type { CallRecord, HttpOptions } from '#lib/server/upstream/calls.ts'
import { type Answer, startRaw, startScripted } from './scripted-server.ts'
import { QUICK, settingsFor, startClients } from './settings.ts'

/** A page of billing periods with one row. */
export const LIST = { results: [{ id: 1 }] }

/** Starts a scripted server and a client of its list; records every call. */
export async function startList(answer: Answer, options: HttpOptions = {}) {
  const calls: CallRecord[] = []
  const server = await startScripted(answer)
  const { helloTractor } = startClients(settingsFor(server.url), {
    ...QUICK,
    ...options,
    onCall: (call) => calls.push(call),
  })
  const read = (signal?: AbortSignal) => helloTractor.billingPeriodPage({}, null, signal ? { signal } : {})
  return { server, client: helloTractor, read, calls }
}

/** Starts the same client over a raw TCP server. */
export async function startSocketList(answer: Parameters<typeof startRaw>[0], options: HttpOptions = {}) {
  const server = await startRaw(answer)
  const { helloTractor } = startClients(settingsFor(server.url), { ...QUICK, ...options })
  return { server, client: helloTractor, read: () => helloTractor.billingPeriodPage({}, null) }
}
