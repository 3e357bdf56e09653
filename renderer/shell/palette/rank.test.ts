import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rank } from './rank.ts'

function found(query: string, titles: readonly string[], also = ''): string[] {
  return titles
    .map((title) => ({ title, match: rank({ title, also }, query) }))
    .filter(({ match }) => match !== null)
    .sort((a, b) => (b.match?.score ?? 0) - (a.match?.score ?? 0))
    .map(({ title }) => title)
}

const TITLES = [
  'Go to Settings',
  'New draft',
  'Export the draft as Markdown',
  'Theme: dark',
  'Retry the job',
  'Stop writing',
  'Settings: Data',
]

describe('what one types in the palette', () => {
  it('finds by the beginning of a word, and the title that begins with it first', () => {
    expect(found('set', TITLES)).toEqual(['Settings: Data', 'Go to Settings'])
    expect(found('draft', TITLES)[0]).toBe('New draft')
  })

  it('finds words in any order', () => expect(found('markdown export', TITLES)).toEqual(['Export the draft as Markdown']))

  it('finds by the first letters of words', () => expect(found('nd', TITLES)).toEqual(['New draft']))

  it('forgives a letter that is missing, a capital and an accent', () => {
    expect(found('setings', TITLES)).toContain('Go to Settings')
    expect(found('EINSTELLUNG uber', ['Einstellungen: Über'])).toEqual(['Einstellungen: Über'])
  })

  it('finds by another word for it, after what says it', () => {
    expect(rank({ title: 'Theme: dark', also: 'night mode' }, 'night')).not.toBeNull()
    const says = rank({ title: 'Night', also: '' }, 'night')?.score ?? 0
    const also = rank({ title: 'Theme', also: 'night' }, 'night')?.score ?? 0
    expect(says).toBeGreaterThan(also)
  })

  it('does not find what is not there', () => {
    expect(found('xyz', TITLES)).toEqual([])
    expect(found('zs', TITLES)).toEqual([])
  })

  it('finds Arabic words', () => expect(found('إعداد', ['الإعدادات: البيانات'])).toEqual(['الإعدادات: البيانات']))

  it('marks characters that are in the title, in order, whatever is typed', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aBcé ßİإ-:1', '😀', 'e\u0301'), maxLength: 20 })
    fc.assert(
      fc.property(text, text, (query, title) => {
        const marks = rank({ title, also: '' }, query)?.marks ?? []
        expect(marks.every((place, index) => place >= 0 && place < title.length && place > (marks[index - 1] ?? -1))).toBe(true)
      }),
    )
    expect(rank({ title: 'New draft', also: '' }, 'draft')?.marks).toEqual([4, 5, 6, 7, 8])
  })
})
