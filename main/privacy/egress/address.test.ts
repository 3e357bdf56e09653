import { describe, expect, it } from 'vitest'
import { isForbidden, isLoopback, isTrusted, leadsTo, namesHost, parseHostEntry } from './address.ts'

describe('addresses', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'])('%s is loopback', (address) => {
    expect(isLoopback(address)).toBe(true)
  })

  it.each(['10.0.0.1', '128.0.0.1', '192.168.1.2', '::2', '::ffff:10.0.0.1', 'localhost', '127.0.0.1.example.com', '', '2130706433'])(
    '%s is not loopback',
    (address) => {
      expect(isLoopback(address)).toBe(false)
    },
  )

  it.each(['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', '0.0.0.0', '::', '224.0.0.1', 'fd00:ec2::254'])(
    '%s is never connected to',
    (address) => {
      expect(isForbidden(address)).toBe(true)
    },
  )

  it.each([
    '64:ff9b::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    '::169.254.169.254',
    '::a9fe:a9fe',
    'fe80::1%eth0',
    '0:0:0:0:0:ffff:a9fe:a9fe',
  ])('%s leads to one that is never connected to', (address) => {
    expect(isForbidden(address)).toBe(true)
  })

  it.each(['::1', '127.0.0.1', '::ffff:127.0.0.1', '2001:db8::1', '64:ff9b::8.8.8.8', '2002:808:808::1', '::ffff:10.0.0.1', 'localhost'])(
    '%s may be connected to',
    (address) => {
      expect(isForbidden(address)).toBe(false)
    },
  )

  it('a list of hosts names a URL with or without its port, in any case', () => {
    const url = new URL('https://Gpu-Box.LAN:8443/v1')
    expect(namesHost(['gpu-box.lan'], url)).toBe(true)
    expect(namesHost(['GPU-BOX.lan:8443'], url)).toBe(true)
    expect(namesHost(['gpu-box.lan:443'], url)).toBe(false)
    expect(namesHost(['box.lan'], url)).toBe(false)
    expect(namesHost(['::1'], new URL('http://[::1]:11434/'))).toBe(true)
  })

  it.each([
    ['127.0.0.1:8080', 'http://localhost:8080/', ['127.0.0.1']],
    ['127.0.0.1:8080', 'http://[::ffff:127.0.0.1]:8080/', ['::ffff:127.0.0.1']],
    ['localhost:8080', 'http://127.8.9.10:8080/', ['127.8.9.10']],
    ['api.localhost', 'http://[::1]:9/', ['::1']],
    ['::1', 'http://localhost/', ['127.0.0.1']],
    ['[::1]:80', 'http://localhost/', ['::1']],
    ['127.0.0.1.:8080', 'http://127.0.0.1:8080/', ['127.0.0.1']],
    ['10.1.2.3', 'http://proxy.lan:3000/', ['fd00::1', '10.1.2.3']],
    ['PROXY.lan', 'http://proxy.lan:3000/', ['10.1.2.3']],
    // What cannot be read may have meant this one.
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/', ['127.0.0.1']],
  ])('a host that passes requests on is known by any spelling: %s for %s', (entry, url, addresses) => {
    expect(leadsTo([entry], new URL(url), addresses)).toBe(true)
  })

  it.each([
    ['127.0.0.1:8081', 'http://127.0.0.1:8080/', ['127.0.0.1']],
    ['10.1.2.4', 'http://proxy.lan/', ['10.1.2.3']],
    ['localhost', 'http://proxy.lan/', ['10.1.2.3']],
  ])('another host or port is not meant: %s for %s', (entry, url, addresses) => {
    expect(leadsTo([entry], new URL(url), addresses)).toBe(false)
  })

  it('a trusted name has to lead into private networks, and only there', () => {
    const url = new URL('http://nas.lan:8080/v1')
    expect(isTrusted(['nas.lan'], url, ['192.168.1.5'])).toBe(true)
    expect(isTrusted(['nas.lan:8080'], url, ['100.64.0.9', 'fd12::1'])).toBe(true)
    expect(isTrusted(['nas.lan'], url, ['203.0.113.9'])).toBe(false)
    expect(isTrusted(['nas.lan'], url, ['192.168.1.5', '203.0.113.9'])).toBe(false)
    expect(isTrusted(['nas.lan'], url, [])).toBe(false)
    expect(isTrusted(['203.0.113.9'], new URL('https://203.0.113.9/'), ['203.0.113.9'])).toBe(true)
    expect(isTrusted(['other.lan'], url, ['192.168.1.5'])).toBe(false)
  })

  it.each(['http://nas.lan', 'nas.lan/x', 'user@nas.lan', 'nas lan', 'nas.lan:port', ''])('%s is no entry', (entry) => {
    expect(parseHostEntry(entry)).toBeNull()
  })
})
