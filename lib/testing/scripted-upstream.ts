import 'server-only'
import type { ServerResponse } from 'node:http'
import { afterEach } from 'vitest'
import { processWide } from '#lib/server/config/process-wide.ts'
import {
  createUpstreams,
  type UpstreamClients,
  type UpstreamsSettings,
} from '#lib/server/upstream/sources/upstreams.ts'
import {
  type Answer,
  type ScriptedServer,
  sendJson,
  startScripted,
} from '#lib/server/upstream/testing/scripted-server.ts'
import { QUICK, settingsFor } from '#lib/server/upstream/testing/settings.ts'

const shared = processWide<UpstreamClients>('furrowUpstreams')

/** Makes this process's reads use these sources until the test ends. */
export async function askUpstreams(settings: UpstreamsSettings, options = QUICK): Promise<void> {
  await shared.value?.close()
  shared.value = createUpstreams(settings, options)
}

/** Starts a server with these responses for all sources of this process's reads, until the test ends. */
export async function startUpstream(answer: Answer): Promise<ScriptedServer> {
  const server = await startScripted(answer)
  await askUpstreams(settingsFor(server.url))
  return server
}

afterEach(async () => {
  await shared.value?.close()
  shared.value = undefined
})

/** A billing period as Hello Tractor has it now: paid since the mirror read it. */
export const PERIOD = {
  id: 5001,
  loanName: 'C 1',
  start_date: '2026-03-02',
  end_date: '2026-03-08',
  status: { label: 'PAYMENT_COMPLETE' },
  currency: 'NGN',
  totalAmountIncMaintenanceFee: '10.00',
}

/** Responds to everything with this status, and a body that must never be shown. */
export const fails =
  (status: number, headers = {}) =>
  (_seen: unknown, response: ServerResponse) =>
    sendJson(response, { error: 'canary-body' }, status, headers)
