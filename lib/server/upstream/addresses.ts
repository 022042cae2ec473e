import 'server-only'
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { BlockList, isIP, isIPv6 } from 'node:net'

const PRIVATE_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const

const notPublic = new BlockList()
for (const [net, prefix] of PRIVATE_V4) notPublic.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const) {
  notPublic.addSubnet(net, prefix, 'ipv6')
}
/**
 * The only IPv6 range of public unicast addresses; tunnel and documentation ranges inside it are in
 * `notPublic`.
 */
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')

const linkLocal = new BlockList()
linkLocal.addSubnet('169.254.0.0', 16, 'ipv4')
linkLocal.addSubnet('fe80::', 10, 'ipv6')

/**
 * True for a public internet address: not private, loopback, link-local, shared, multicast, tunnelled or
 * reserved.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  if (isIP(address) === 0 || notPublic.check(address, family)) return false
  return family === 'ipv4' || globalV6.check(address, 'ipv6')
}

/** True in the ranges of cloud metadata services: 169.254.0.0/16 and fe80::/10, also IPv4-mapped. */
export function isLinkLocalAddress(address: string): boolean {
  return linkLocal.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** True when a URL's host name means this machine: `localhost`, 127.0.0.1 or [::1]. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

/** The host name resolves to an address that Furrow must not call. */
export class BlockedAddressError extends Error {
  override name = 'BlockedAddressError'
  readonly code = 'ADDRESS_BLOCKED'
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void

/**
 * Creates a DNS lookup for `net.connect` that refuses a host name if any of its addresses is not allowed. The
 * socket connects to the addresses checked here, so DNS rebinding cannot change them afterwards.
 */
export function guardedLookup(isAllowed: (address: string) => boolean) {
  return (hostname: string, options: LookupOptions, callback: LookupCallback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? new BlockedAddressError('no address'), [])
      if (!addresses.every(({ address }) => isAllowed(address))) {
        return callback(new BlockedAddressError('address not allowed'), [])
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}
