import { describe, expect, it } from 'vitest'
import { assign, commandsByChord, conflictOf, keysInForce, resetKeys } from './keymap.ts'

const JOBS = { id: 'go.jobs', keys: ['Mod+2', 'Alt+2'] }
const NEW = { id: 'draft.new', keys: ['Mod+N'] }
const HELP = { id: 'help', keys: ['?'] }
const ALL = [JOBS, NEW, HELP]

describe('the keys in force', () => {
  it('are the default ones until a person chose others', () => {
    expect(keysInForce(JOBS, {})).toEqual(['Mod+2', 'Alt+2'])
    expect(keysInForce(JOBS, { 'go.jobs': ['Mod+J'] })).toEqual(['Mod+J'])
    expect(keysInForce(JOBS, { 'go.jobs': [] })).toEqual([])
  })

  it('lead to one command each, and the person’s own choice holds', () => {
    const found = commandsByChord(ALL, { help: ['Mod+2'] })
    expect(found.get('Mod+2')).toBe('help')
    expect(found.get('Alt+2')).toBe('go.jobs')
    expect(found.get('?')).toBeUndefined()
  })

  it('are known to be taken', () => {
    expect(conflictOf('help', 'Mod+N', ALL, {})).toBe('draft.new')
    expect(conflictOf('draft.new', 'Mod+N', ALL, {})).toBeNull()
    expect(conflictOf('help', 'Mod+2', ALL, { 'go.jobs': ['Mod+J'] })).toBeNull()
  })

  it('go from one command to the other when they are given away, and come back with a reset', () => {
    const given = assign('help', 'Mod+2', ALL, {})
    expect(given).toEqual({ help: ['Mod+2'], 'go.jobs': ['Alt+2'] })
    expect(commandsByChord(ALL, resetKeys('go.jobs', ALL, given)).get('Mod+2')).toBe('go.jobs')
    expect(resetKeys('help', ALL, given)).toEqual({ 'go.jobs': ['Alt+2'] })
  })
})
