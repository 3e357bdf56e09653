import { expect, it, vi } from 'vitest'
import { createPowerRelay, type PowerEvent } from '../../power.ts'
import { watchPower } from './power.ts'
import { thermalStateOf } from './thermal.ts'

const monitor = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events')
  return Object.assign(new EventEmitter(), { getCurrentThermalState: () => 'nominal' })
})
vi.mock('electron', () => ({ powerMonitor: monitor }))

it('tells the core of sleep, waking, another source of power, and heat', () => {
  const relay = createPowerRelay()
  const told: PowerEvent[] = []
  const changes: string[] = []
  const stop = relay.onEvent((event) => told.push(event))
  const down = vi.fn()
  watchPower({ relay, onChange: (what) => changes.push(what), onShutdown: down })
  for (const event of ['suspend', 'resume', 'on-battery', 'on-ac']) monitor.emit(event)
  monitor.emit('thermal-state-change', { state: 'serious' })
  expect(told).toEqual(['suspend', 'resume', 'changed', 'changed', 'changed'])
  expect(changes).toEqual(['resume', 'on-battery', 'on-ac', 'thermal-state-change'])
  expect(relay.thermal()).toBe('hot')
  monitor.emit('shutdown')
  expect(down).toHaveBeenCalledOnce()
  stop()
  monitor.emit('suspend')
  expect(told).toHaveLength(5)
})

it.each([
  ['nominal', 'nominal'],
  ['fair', 'warm'],
  ['serious', 'hot'],
  ['critical', 'hot'],
  ['unknown', 'unknown'],
  ['what a later version may say', 'unknown'],
])('takes %s for %s', (name, state) => {
  expect(thermalStateOf(name)).toBe(state)
})
