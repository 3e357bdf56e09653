import type { NetworkInterfaceInfo } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isOnNetwork, watchNetwork } from './network-state.ts'

const card = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  netmask: '',
  family: 'IPv4',
  mac: '',
  cidr: null,
})

afterEach(() => vi.useRealTimers())

describe('the network of this machine', () => {
  it('is there when a card has an address of its own', () => {
    expect(isOnNetwork(() => ({ lo: [card('127.0.0.1', true)], eth0: [card('192.0.2.7')] }))).toBe(true)
  })

  it('is not there with the loopback alone, nor with what a card gives itself', () => {
    expect(isOnNetwork(() => ({ lo: [card('127.0.0.1', true)] }))).toBe(false)
    expect(isOnNetwork(() => ({ eth0: [card('169.254.3.4'), card('fe80::1')] }))).toBe(false)
    expect(isOnNetwork(() => ({}))).toBe(false)
  })

  it('is told at once and when it changes, and no more when nobody listens', async () => {
    vi.useFakeTimers()
    let cards = { eth0: [card('192.0.2.7')] }
    const ended = new AbortController()
    const told: boolean[] = []
    const listening = (async () => {
      for await (const { online } of watchNetwork(ended.signal, () => cards)) told.push(online)
    })()
    await vi.advanceTimersByTimeAsync(7_000)
    cards = { eth0: [] }
    await vi.advanceTimersByTimeAsync(4_000)
    ended.abort()
    await listening
    expect(told).toEqual([true, false])
  })
})
