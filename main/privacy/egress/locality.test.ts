import { describe, expect, it } from 'vitest'
import { ConfigSchema } from '#contracts/config.ts'
import { systemClock } from '../../system-platform.ts'
import { silentLog } from '../../telemetry/index.ts'
import { createEgress } from './door.ts'
import type { Egress } from './types.ts'

/** A door whose name server gives every name the same addresses. */
function door(addresses: readonly string[], config: object = {}): Egress {
  return createEgress({
    clock: systemClock,
    log: silentLog,
    ledger: { append: () => Promise.reject(new Error('nothing may be sent here')) },
    vaultEntries: async () => [],
    settings: () => ConfigSchema.parse(config),
    guard: {
      labelsOf: async () => ({ whole: 'restricted', spans: 'restricted' }),
      findOriginals: () => [],
      overlapsRestricted: async () => false,
      keys: async () => [],
    },
    resolve: async () => addresses,
  })
}

const AWAY = ['203.0.113.9']
const HERE = ['127.0.0.1']

describe('where an address is', () => {
  it.each([
    // An address in any spelling that a URL may have.
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.01/',
    'http://017700000001/',
    'http://127.0.0.1./',
    'http://１２７.０.０.１/',
    'http://127。0。0。1/',
    'http://%31%32%37.0.0.1/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://127.0.0.1\\@evil.example/',
  ])('%s is this machine, whatever the name server says', async (url) => {
    expect(await door(AWAY).localityOf(url)).toBe('local')
  })

  it.each([
    'http://128.0.0.1/',
    'http://3232235777/',
    'http://0300.0250.0.1/',
    'http://10.0.0.1/',
    'http://192.168.1.1/',
    'http://[fd00::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://0.0.0.0/',
    'http://[::]/',
    // What is before the @ is no host, and such an address is not used at all.
    'http://127.0.0.1@evil.example/',
    'http://localhost:80@evil.example/',
    'http://127.0.0.1%40evil.example/',
    'https://127.0.0.1.evil.example/',
    'https://localhost.evil.example/',
    'ftp://127.0.0.1/',
    'nonsense',
  ])('%s is not, even where every name leads here', async (url) => {
    expect(await door(url.includes('evil') ? AWAY : HERE).localityOf(url)).toBe('hosted')
  })

  it.each([
    'http://localhost/',
    'http://localhost./',
    'http://LOCALHOST:8080/',
    'http://api.localhost/',
    'http://my-own-machine/',
    'https://api.openai.com/',
  ])('%s is where its name leads, and nothing else', async (url) => {
    expect(await door(HERE).localityOf(url)).toBe('local')
    expect(await door(['::1', '127.0.0.53']).localityOf(url)).toBe('local')
    expect(await door(AWAY).localityOf(url)).toBe('hosted')
    expect(await door([...HERE, ...AWAY]).localityOf(url)).toBe('hosted')
    expect(await door(['0.0.0.0']).localityOf(url)).toBe('hosted')
    expect(await door([]).localityOf(url)).toBe('hosted')
  })

  it.each<[string, string[], string[], 'local' | 'hosted']>([
    ['http://nas.lan/', ['nas.lan'], ['192.168.1.5'], 'local'],
    ['http://nas.lan:8080/', ['nas.lan'], ['192.168.1.5'], 'local'],
    ['http://nas.lan:8080/', ['nas.lan:8080'], ['192.168.1.5'], 'local'],
    ['http://nas.lan:8081/', ['nas.lan:8080'], ['192.168.1.5'], 'hosted'],
    ['http://nas.lan./', ['nas.lan'], ['192.168.1.5'], 'local'],
    ['http://NAS.LAN/', ['nas.lan'], ['192.168.1.5'], 'local'],
    ['http://sub.nas.lan/', ['nas.lan'], ['192.168.1.5'], 'hosted'],
    ['http://nas.lan.evil.example/', ['nas.lan'], ['192.168.1.5'], 'hosted'],
    ['http://nas.lan/', ['nas.lan'], ['203.0.113.9'], 'hosted'],
    ['http://nas.lan/', ['nas.lan'], ['192.168.1.5', '203.0.113.9'], 'hosted'],
    ['http://192.168.1.5/', ['192.168.1.5'], [], 'local'],
    ['http://192.168.1.5/', ['nas.lan'], ['192.168.1.5'], 'hosted'],
    ['http://0xc0a80105/', ['192.168.1.5'], [], 'local'],
    ['http://[fd00::5]/', ['fd00::5'], [], 'local'],
    ['http://[fd00::5]:99/', ['[fd00::5]:99'], [], 'local'],
    ['http://nas.lan/', ['0.0.0.0'], ['192.168.1.5'], 'hosted'],
  ])('%s with %j as own, leading to %j, is %s', async (url, trustedHosts, addresses, locality) => {
    expect(await door(addresses, { trustedHosts }).localityOf(url)).toBe(locality)
  })

  it.each<[string, string[], string[]]>([
    ['http://localhost:8080/', ['127.0.0.1:8080'], ['127.0.0.1']],
    ['http://2130706433:8080/', ['localhost:8080'], []],
    ['http://[::1]:8080/', ['localhost'], []],
    ['http://nas.lan/', ['192.168.1.5'], ['192.168.1.5']],
    ['http://nas.lan/', ['nas.lan'], ['192.168.1.5']],
  ])('%s passes on what it is sent when %j does, also when it is trusted', async (url, hostedHosts, addresses) => {
    const egress = door(addresses, { hostedHosts, trustedHosts: ['nas.lan', 'localhost', '127.0.0.1', '::1', '192.168.1.5'] })
    expect(await egress.localityOf(url)).toBe('hosted')
  })
})
