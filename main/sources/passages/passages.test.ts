import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutPassages, locationIn } from './index.ts'

const cut = (text: string, mediaType = 'text/plain', parts: Parameters<typeof cutPassages>[0]['parts'] = []) => [
  ...cutPassages({ text, mediaType, parts }),
]
const where = (text: string, mediaType: string, found: string, parts: Parameters<typeof cut>[2] = []): string | null => {
  const offset = text.indexOf(found)
  const passage = cut(text, mediaType, parts).find(({ start, end }) => start <= offset && offset < end)
  return passage === undefined ? null : locationIn({ ...passage, text: text.slice(passage.start, passage.end) }, offset - passage.start)
}
const sentence = (n: number): string => `Gate number ${n} closes when the water stands higher than three metres.`
const prose = Array.from({ length: 400 }, (_, n) => `${sentence(n)}${n % 7 === 6 ? '\n\n' : ' '}`).join('')

describe('passages', () => {
  it('one after the other are the text, whatever it is made of', () => {
    const piece = fc.constantFrom(
      'a',
      '# H\n',
      '```\n',
      '\n',
      '\r\n',
      '\n\n',
      ' ',
      '. ',
      '"',
      ',',
      '🌊',
      '字',
      'word '.repeat(90),
      'x'.repeat(1_700),
    )
    const type = fc.constantFrom('text/plain', 'text/markdown', 'text/csv', 'text/html', 'application/pdf')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), type, fc.array(fc.nat(3_000), { maxLength: 4 }), (pieces, mediaType, starts) => {
        const text = pieces.join('')
        const parts = [...new Set(starts)].sort((a, b) => a - b).map((start, at) => ({ start, kind: 'page' as const, number: at + 1 }))
        const passages = cut(text, mediaType, parts)
        expect(passages.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
        for (const { start, end } of passages) {
          expect(end).toBeGreaterThan(start)
          expect(end - start).toBeLessThanOrEqual(3_100)
          if (mediaType !== 'text/csv') for (const part of parts) expect(start < part.start && part.start < end).toBe(false)
        }
      }),
    )
  })

  it('are about a thousand characters and end with a sentence', () => {
    const passages = cut(prose)
    for (const { start, end } of passages.slice(0, -1)) {
      expect(end - start).toBeGreaterThan(399)
      expect(end - start).toBeLessThan(1_501)
      expect(prose.slice(start, end).trimEnd()).toMatch(/\.$/)
    }
  })

  it('begin with a heading and know those above it', () => {
    const text = `# Tides\n${prose.slice(0, 900)}\n## North gate\n${prose.slice(0, 900)}\n### Costs\n${prose.slice(0, 1_900)}\n# Ebb\nend\n`
    const passages = cut(text, 'text/markdown')
    const costs = passages.find(({ start }) => text.startsWith('### Costs', start))
    expect(costs?.context).toBe('Tides › North gate')
    expect(passages[passages.indexOf(costs ?? passages[0] ?? never()) + 1]?.context).toBe('Tides › North gate › Costs')
    expect(where(text, 'text/html', sentence(1), [])).toBe('under “Tides”')
  })

  it('take a hash sign in a block of code for what it is', () => {
    const text = `# Setup\n\`\`\`sh\n# not a heading\n${'run it\n'.repeat(200)}\`\`\`\n${prose.slice(0, 1_600)}`
    expect(new Set(cut(text, 'text/markdown').map(({ context }) => context))).toEqual(new Set(['', 'Setup']))
  })

  it('of a table are whole rows under the names of the columns', () => {
    const text = `gate;width;note\n${Array.from({ length: 300 }, (_, n) => `G${n};${n} m;"two\nlines; ${n}"\n`).join('')}`
    const passages = cut(text, 'text/csv')
    expect(passages.length).toBeGreaterThan(3)
    for (const { start } of passages.slice(1)) expect(text.slice(start)).toMatch(/^G\d+;/)
    expect(passages[1]?.context).toBe('gate, width, note')
    expect(where(text, 'text/csv', 'G250;')).toBe('row 252')
  })

  it('of a table with a stray quote still end', () => {
    const text = `size,name\n${'5",pipe\n'.repeat(5_000)}"never closed\n${'6,rod\n'.repeat(5_000)}`
    const passages = cut(text, 'text/csv')
    expect(passages.length).toBeGreaterThan(50)
    expect(where(text, 'text/csv', '6,rod')).toBe('row 5003')
  })

  it('are cut in linear time: a line, a row, or a heading of megabytes', () => {
    for (const [mediaType, unit] of [
      ['text/csv', 'a,'],
      ['text/csv', '"'],
      ['text/csv', 'a "'],
      ['text/plain', 'x'],
      ['text/markdown', '# '],
      ['text/markdown', '```\n'],
      ['text/html', '\n\n'],
    ] as const) {
      const text = unit.repeat(4_000_000 / unit.length)
      const started = performance.now()
      let last = 0
      for (const { end } of cutPassages({ text, mediaType })) last = end
      expect(last).toBe(text.length)
      expect(performance.now() - started).toBeLessThan(6_000)
    }
  })
})

describe('a place', () => {
  it('is a page, a line, a part or what it stands under', () => {
    const pages = [
      { start: 0, kind: 'page', number: 1 },
      { start: 40, kind: 'page', number: 4 },
    ] as const
    expect(where(`${'first page'.padEnd(40)}second text`, 'application/pdf', 'second', [...pages])).toBe('page 4')
    expect(where(`${'a\n'.repeat(3_000)}here`, 'text/plain', 'here')).toBe('line 3001')
    const mail = [{ start: 0, kind: 'part', number: 1, name: 'message' }] as const
    expect(where('Dear all', 'message/rfc822', 'all', [...mail])).toBe('message')
    expect(where(`# Costs\n${prose}`, 'text/html', sentence(90))).toBe('under “Costs”')
    expect(where(prose, 'text/html', sentence(90))).toBe(null)
  })
})

function never(): never {
  throw new Error('not found')
}
