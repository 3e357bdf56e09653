import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readScenario } from '../../main/testing/scenarios/index.ts'
import { mutated } from './mutation.ts'
import { MUTATIONS } from './mutations.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const scenarios = readdirSync(`${root}/e2e/scenarios`)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => {
    const read = readScenario(readFileSync(`${root}/e2e/scenarios/${file}`, 'utf8'), file)
    return 'problems' in read ? [] : [read.scenario]
  })
const tags = new Set(scenarios.flatMap((scenario) => scenario.tags))
const names = new Set(scenarios.map(({ name }) => name))

describe('the seeded defects', () => {
  it('are enough to say something, each with a name of its own', () => {
    expect(MUTATIONS.length).toBeGreaterThanOrEqual(32)
    expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length)
    expect(new Set(MUTATIONS.map(({ area }) => area)).size).toBe(5)
  })

  it.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    '%s still applies, and scenarios look after it',
    (_, mutation) => {
      const text = readFileSync(`${root}/${mutation.file}`, 'utf8')
      expect(mutated(text, mutation)).not.toBe(text)
      expect(mutation.tags.filter((tag) => !tags.has(tag))).toEqual([])
      expect(mutation.tags).not.toEqual([])
      expect((mutation.guards ?? []).filter((name) => !names.has(name))).toEqual([])
    },
  )

  it('are refused where their text is gone or stands there twice', () => {
    const mutation = { name: 'a', file: 'b.ts', search: 'x + 1', replacement: 'x' }
    expect(() => mutated('y', mutation)).toThrow('stands 0 times in b.ts')
    expect(() => mutated('x + 1; x + 1', mutation)).toThrow('stands 2 times in b.ts')
    expect(mutated('f(x + 1)', mutation)).toBe('f(x)')
  })
})
