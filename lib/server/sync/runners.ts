import 'server-only'
import type { Upstreams } from '#lib/server/upstream/contract.ts'
import { walkedLists } from './lists.ts'
import { paymentLinksRunner } from './payment-links.ts'
import { type ListRunner, walkedRunner } from './run-window.ts'
import type { SyncSettings } from './settings.ts'

/** Returns the lists of all configured sources, in the order in which equally urgent windows are read. */
export function listRunners(upstreams: Upstreams, settings: SyncSettings): ListRunner[] {
  const { paymentLinks } = upstreams
  return [
    ...walkedLists(upstreams, settings.currencies).map(walkedRunner),
    ...(paymentLinks ? [paymentLinksRunner(paymentLinks)] : []),
  ]
}
