import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Networks that no public name may lead to: one's own house or company (RFC 1918, RFC 6598, RFC 4193). */
const privateNetworks = new BlockList()
privateNetworks.addSubnet('10.0.0.0', 8, 'ipv4')
privateNetworks.addSubnet('172.16.0.0', 12, 'ipv4')
privateNetworks.addSubnet('192.168.0.0', 16, 'ipv4')
privateNetworks.addSubnet('100.64.0.0', 10, 'ipv4')
privateNetworks.addSubnet('fc00::', 7, 'ipv6')

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

/** True for an address that is never connected to, whatever the settings say; also where a translator would lead there. */
export function isForbidden(address: string): boolean {
  const bare = address.replace(/%.*$/, '')
  const inner = translated(bare)
  return within(forbidden, bare) || (inner !== null && within(forbidden, inner))
}

/** The IPv4 address inside of one that a gateway takes for it: NAT64 (RFC 6052), 6to4 (RFC 3056), IPv4-compatible (RFC 4291). */
function translated(address: string): string | null {
  if (isIP(address) !== 6) return null
  const [head = '', tail = ''] = (URL.parse(`http://[${address}]`)?.hostname ?? '').replace(/^\[|\]$/g, '').split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const [before, after] = [groups(head), groups(tail)]
  const all = [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after]
  const at = (index: number): number => Number.parseInt(all[index] ?? '0', 16)
  const high = all.slice(0, 6).map((_group, index) => at(index))
  const asIpv4 = (one: number, two: number): string => [one >> 8, one & 255, two >> 8, two & 255].join('.')
  if (high[0] === 0x2002) return asIpv4(at(1), at(2))
  const isNat64 = high[0] === 0x64 && high[1] === 0xff9b
  // `::1` is no IPv4 address.
  const isCompatible = high.every((group) => group === 0) && at(6) !== 0
  return isNat64 || isCompatible ? asIpv4(at(6), at(7)) : null
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

/** True for an address of a private network or of this machine. */
export function isPrivate(address: string): boolean {
  return isLoopback(address) || within(privateNetworks, address)
}

/** An entry of a list of hosts; `port` is null when it stands for all ports. */
interface HostEntry {
  readonly host: string
  readonly port: number | null
}

/** Reads `host`, `host:port`, `[v6]` or `[v6]:port`; null for anything else. */
export function parseHostEntry(entry: string): HostEntry | null {
  const trimmed = entry.trim()
  // An IPv6 address may stand without brackets, then without a port.
  const url = URL.parse(`http://${isIP(trimmed) === 6 ? `[${trimmed}]` : trimmed}`)
  if (url === null || url.pathname !== '/' || /[/?#@\\\s]/.test(trimmed)) return null
  const port = /:(\d{1,5})$/.exec(isIP(trimmed) === 6 ? '' : trimmed)?.[1]
  return { host: hostOf(url), port: port === undefined ? null : Number(port) }
}

/**
 * Whether a list names where a URL leads, by whatever spelling: the host itself, one of the addresses that it resolved to, or this machine
 * by another of its names. For lists that make things stricter: it rather matches too much. An entry that cannot be read matches all.
 */
export function leadsTo(entries: readonly string[], url: URL, addresses: readonly string[]): boolean {
  const loopbackTarget = addresses.some(isLoopback)
  return entries.some((text) => {
    const entry = parseHostEntry(text)
    if (entry === null) return true
    if (entry.port !== null && entry.port !== portOf(url)) return false
    if (entry.host === hostOf(url) || addresses.some((address) => sameAddress(address, entry.host))) return true
    return loopbackTarget && (isLoopback(entry.host) || /(?:^|\.)localhost$/.test(entry.host))
  })
}

function sameAddress(one: string, two: string): boolean {
  if (isIP(one) === 0 || isIP(two) === 0) return false
  const list = new BlockList()
  list.addAddress(one, isIP(one) === 4 ? 'ipv4' : 'ipv6')
  return within(list, two)
}

/**
 * Whether the user declared the URL's host to be their own: as an address, or as a name that leads into private networks only. A name
 * alone proves nothing: whoever answers for it decides where it leads today.
 */
export function isTrusted(entries: readonly string[], url: URL, addresses: readonly string[]): boolean {
  if (!namesHost(entries, url)) return false
  return isIP(hostOf(url)) !== 0 || (addresses.length > 0 && addresses.every(isPrivate))
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
