import { describe, expect, it } from 'vitest'
import { findSettings } from './find-settings.ts'
import { SETTINGS } from './settings-index.ts'

const ids = (query: string): string[] => findSettings(query).map(({ id }) => id)

describe('the search of settings', () => {
  it.each([
    ['theme', 'theme'],
    ['dark', 'theme'],
    ['animation', 'motion'],
    ['sprache', 'language'],
    ['wipe', 'delete-all'],
    ['semantic', 'embedding'],
    ['bakup', 'backup-now'],
    ['diagnostics', 'diagnostics'],
    ['gguf', 'models-here'],
  ])('finds by name, by another word, and with a letter missing: %s', (query, id) => {
    expect(ids(query).slice(0, 3)).toContain(id)
  })

  it('puts the name before other words for it', () => {
    expect(ids('contrast')[0]).toBe('contrast')
    expect(ids('restore')[0]).toBe('restore')
  })

  it('finds nothing for nothing, and nothing for what there is not', () => {
    expect(ids('  ')).toEqual([])
    expect(ids('xylophone')).toEqual([])
  })

  it('finds every setting by its own name', () => {
    for (const { id, title } of SETTINGS) expect(ids(title)).toContain(id)
  })
})
