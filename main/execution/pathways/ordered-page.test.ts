import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DraftPiece } from '../types.ts'
import { createOrderedPage } from './ordered-page.ts'
import type { BrokenOff, Page } from './types.ts'

function blankPage(): Page & { restarts: number; markers: string[]; broken: string[] } {
  let text = ''
  const page = {
    restarts: 0,
    citations: [],
    markers: [] as string[],
    broken: [] as string[],
    get text() {
      return text
    },
    write(piece: DraftPiece) {
      if (piece.type === 'text') text += piece.delta
      else page.markers.push(piece.citation.marker)
    },
    brokeOff(by: BrokenOff, piece?: { text: string }) {
      page.broken.push(`${by.provider}: ${piece?.text ?? text}`)
    },
    restart() {
      text = ''
      page.markers = []
      page.restarts += 1
    },
  }
  return page
}

describe('parts that are written side by side', () => {
  it('stand in their order, whatever the order in which they come', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.'), minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        fc.infiniteStream(fc.nat()),
        (parts, choices) => {
          const page = blankPage()
          const ordered = createOrderedPage(
            page,
            [],
            parts.map(() => ''),
          )
          const left = parts.map((pieces) => [...pieces])
          const open = new Set(parts.keys())
          while (open.size > 0) {
            const index = [...open][(choices.next().value ?? 0) % open.size] ?? 0
            const next = left[index]?.shift()
            if (next === undefined) {
              ordered.part(index).end()
              open.delete(index)
            } else ordered.part(index).text(next)
          }
          expect(page.text).toBe(parts.map((pieces) => pieces.join('')).join('\n\n'))
        },
      ),
    )
  })

  it('stream from the first one that is not done', () => {
    const page = blankPage()
    const ordered = createOrderedPage(page, [], ['', ''])
    ordered.part(1).text('second')
    expect(page.text).toBe('')
    ordered.part(0).text('fir')
    expect(page.text).toBe('fir')
    ordered.part(0).text('st')
    ordered.part(0).end()
    expect(page.text).toBe('first\n\nsecond')
  })

  it('take back only their own text when they begin anew', () => {
    const page = blankPage()
    const ordered = createOrderedPage(page, [], ['', '', ''])
    ordered.part(0).text('one')
    ordered.part(0).end()
    ordered.part(1).text('tw')
    ordered.part(2).text('three')
    ordered.part(2).end()
    ordered.part(1).again('the service failed', { provider: 'hosted', engine: 'a model', route: 'hybrid' })
    expect(page.text).toBe('one')
    expect(page.broken).toEqual(['hosted: tw'])
    ordered.part(1).text('two')
    ordered.part(1).end()
    expect(page.text).toBe('one\n\ntwo\n\nthree')
    expect(page.restarts).toBe(1)
  })

  it('number their citations over the whole page', () => {
    const page = blankPage()
    const source = {
      id: 'src_1',
      name: 'harbour.md',
      text: 'The harbour opens on the third of May. The ferry to the island leaves at nine every morning.',
    }
    const ordered = createOrderedPage(page, [source], ['From here:', ''])
    ordered.part(1).text('The ferry to the island leaves at nine every morning.\n')
    ordered.part(1).end()
    ordered.part(0).text('The harbour opens on the third of May.\n')
    ordered.part(0).end()
    expect(page.text).toMatch(
      /^From here:\n\nThe harbour opens on the third of May\. \[1\]\n\n\nThe ferry to the island leaves at nine every morning\. \[2\]/,
    )
    expect(page.markers).toEqual(['[1]', '[2]'])
  })
})
