import { describe, expect, it } from 'vitest'
import { isForbidden, isLoopback, namesHost } from './address.ts'

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

  it('a list of hosts names a URL with or without its port, in any case', () => {
    const url = new URL('https://Gpu-Box.LAN:8443/v1')
    expect(namesHost(['gpu-box.lan'], url)).toBe(true)
    expect(namesHost(['GPU-BOX.lan:8443'], url)).toBe(true)
    expect(namesHost(['gpu-box.lan:443'], url)).toBe(false)
    expect(namesHost(['box.lan'], url)).toBe(false)
    expect(namesHost(['::1'], new URL('http://[::1]:11434/'))).toBe(true)
  })
})
