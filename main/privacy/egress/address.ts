import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Link-local and cloud metadata addresses: nothing that we talk to lives there, and much that must not be talked to does. */
const forbidden = new BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addSubnet('0.0.0.0', 8, 'ipv4')
forbidden.addSubnet('224.0.0.0', 4, 'ipv4')
forbidden.addAddress('255.255.255.255', 'ipv4')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addSubnet('ff00::', 8, 'ipv6')
forbidden.addAddress('fd00:ec2::254', 'ipv6')
forbidden.addAddress('::', 'ipv6')

function within(list: BlockList, address: string): boolean {
  const family = isIP(address)
  if (family === 4) return list.check(address, 'ipv4')
  // BlockList maps ::ffff:a.b.c.d to its IPv4 rules by itself.
  return family === 6 && list.check(address, 'ipv6')
}

/** True for an IP address of this machine's loopback interface, also in its IPv4-mapped form. Names are never loopback. */
export function isLoopback(address: string): boolean {
  return within(loopback, address)
}

/** True for an address that is never connected to, whatever the settings say. */
export function isForbidden(address: string): boolean {
  return within(forbidden, address)
}

/** Host of a URL without the brackets of an IPv6 literal, lower-case, without a trailing dot. */
export function hostOf(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
}

/** Port of a URL, with the scheme's default filled in. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

/** Whether a list of `host` or `host:port` entries names the URL's host. */
export function namesHost(entries: readonly string[], url: URL): boolean {
  const host = hostOf(url)
  const withPort = `${host}:${portOf(url)}`
  return entries.some((entry) => {
    const plain = entry
      .trim()
      .toLowerCase()
      .replace(/^\[(.+)\]/, '$1')
    return plain === host || plain === withPort
  })
}
