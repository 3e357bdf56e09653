import { describe, expect, it } from 'vitest'
import { COMMANDS } from './commands.ts'
import { partsOf } from './keys/chord.ts'

describe('the commands', () => {
  it('have ids of their own and titles of their own', () => {
    for (const key of ['id', 'title'] as const) expect(new Set(COMMANDS.map((command) => command[key])).size).toBe(COMMANDS.length)
  })

  it('share no keys', () => {
    const keys = COMMANDS.flatMap((command) => command.keys)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })

  it('take no key that types a character, but for help, which holds outside fields only', () => {
    const typing = COMMANDS.flatMap(({ keys }) => keys).filter((chord) => {
      const { modifiers, key } = partsOf(chord)
      return modifiers.length === 0 && key.length === 1
    })
    expect(typing).toEqual(['?'])
  })

  it('reach every view', () => {
    expect(COMMANDS.filter(({ id }) => /^go\.[a-z]+$/.test(id)).map(({ keys }) => keys[0])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((digit) => `Mod+${digit}`),
    )
  })
})
