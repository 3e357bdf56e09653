import { describe, expect, it } from 'vitest'
import { draftEntry, type Entry, listed } from './entries.ts'

const command = (id: string, title: string, kind = 'Draft'): Entry => ({ id, title, also: '', kind, commandId: id, run: () => null })
const ENTRIES = [
  command('draft.new', 'New draft'),
  command('draft.edit', 'Edit the draft'),
  command('go.jobs', 'Go to Jobs', 'Go to'),
  draftEntry('gen_1', 'Letter to the board'),
]
const titles = (groups: ReturnType<typeof listed>) => groups.map(({ title, entries }) => [title, ...entries.map((entry) => entry.title)])

describe('the palette', () => {
  it('lists what was done lately first, then the commands part by part', () => {
    expect(titles(listed(ENTRIES, '', ['go.jobs', 'gone']))).toEqual([
      ['Lately', 'Go to Jobs'],
      ['Draft', 'New draft', 'Edit the draft'],
    ])
  })

  it('finds commands and drafts by name', () => {
    expect(titles(listed(ENTRIES, 'board', []))).toEqual([['Found', 'Letter to the board']])
    expect(titles(listed(ENTRIES, 'jobs', []))).toEqual([['Found', 'Go to Jobs']])
  })

  it('puts what was done lately first among equals', () => {
    const equals = [command('a', 'Theme: dark'), command('b', 'Theme: pale')]
    expect(listed(equals, 'theme', ['b'])[0]?.entries.map(({ id }) => id)).toEqual(['b', 'a'])
  })

  it('has nothing for what is not there', () => expect(listed(ENTRIES, 'qqq', [])).toEqual([]))
})
