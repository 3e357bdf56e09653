import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { threadMs } from '../../thread-time.ts'
import { createRestrictedOverlap, OVERLAP_UNITS, units } from './restricted-overlap.ts'
import { createRestrictedTexts } from './restricted-texts.ts'

const SOURCE = `Minutes of the board, confidential. Account DE89 3704 0044 0532 0130 00.
The board agreed to close the workshop in Halden by the end of the third quarter, and to tell the forty-one people who work there
only after the summer. Two buyers have been asked for an offer; the price that was named is less than what was paid for the machines.`
const overlap = createRestrictedOverlap([SOURCE])

describe('the overlap with restricted texts', () => {
  const passage = 'The board agreed to close the workshop in Halden by the end of the third quarter, and to tell'

  it.each([
    ['word for word', passage],
    ['inside another text', `Please shorten this: ${passage} them. Thank you!`],
    ['in other letter case', passage.toUpperCase()],
    ['with other blanks and line ends', passage.replaceAll(' ', '\n  ')],
    ['without its punctuation', passage.replace(/[,.]/g, '')],
    ['with more punctuation', [...passage].join('-')],
    ['with marks and invisible characters', [...passage].join('\u200b').replaceAll('e', 'e\u0301')],
    ['in full-width characters', passage.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0))],
  ])('finds a passage %s', (_how, text) => {
    expect(overlap.overlaps(text)).toBe(true)
  })

  it.each([
    [
      'a text that has nothing to do with it',
      'Write a two-sentence invitation to the public book club on Saturday at the town library, please, and do it soon.',
    ],
    ['a phrase of it', 'They had to close the workshop in Halden by the end of the year.'],
    ['the same words in another order', passage.split(' ').reverse().join(' ')],
    ['nothing', ''],
  ])('does not find %s', (_what, text) => {
    expect(overlap.overlaps(text)).toBe(false)
  })

  it('counts every run of the threshold’s length, wherever it begins, and none that is shorter', () => {
    const own = units(SOURCE)
    for (let at = 0; at + OVERLAP_UNITS <= own.length; at += 1) {
      expect(overlap.overlaps(`Zq!${own.slice(at, at + OVERLAP_UNITS)}?zq`)).toBe(true)
      const shorter = own.slice(at, at + OVERLAP_UNITS - 1)
      expect(overlap.overlaps(`${own[at - 1] === 'q' ? 'x' : 'q'}${shorter}${own[at + OVERLAP_UNITS - 1] === 'z' ? 'x' : 'z'}`)).toBe(false)
    }
  })

  it('agrees with a comparison of all runs', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 260 })
    fc.assert(
      fc.property(letters, letters, (source, text) => {
        const [own, other] = [units(source), units(text)]
        const runs = new Set(
          Array.from({ length: Math.max(0, own.length - OVERLAP_UNITS + 1) }, (_run, at) => own.slice(at, at + OVERLAP_UNITS)),
        )
        const expected = Array.from({ length: Math.max(0, other.length - OVERLAP_UNITS + 1) }, (_run, at) =>
          other.slice(at, at + OVERLAP_UNITS),
        )
        expect(createRestrictedOverlap([source]).overlaps(text)).toBe(expected.some((run) => runs.has(run)))
      }),
      { numRuns: 300 },
    )
  })

  it('needs a third as many characters of a script that writes words with few', () => {
    const chinese = '董事会决定在第三季度末关闭位于哈尔登的车间并在夏季之后才通知在那里工作的人'
    expect(createRestrictedOverlap([`会议记录。${chinese}。`]).overlaps(`请缩短：${chinese.slice(4, 27)}`)).toBe(true)
    expect(createRestrictedOverlap([`会议记录。${chinese}。`]).overlaps(`请缩短：${chinese.slice(4, 20)}`)).toBe(false)
  })

  it('takes time in proportion to the texts, also where they repeat themselves', () => {
    const repeated = 'a row of numbers 17 18 19 20 21 22 '.repeat(15_000)
    const rest = createRestrictedOverlap([repeated, 'aaaa '.repeat(100_000)])
    const started = threadMs()
    // Shares 63 units with the source everywhere, and never 64.
    const almost = units(repeated).slice(0, OVERLAP_UNITS - 1)
    expect(rest.overlaps(`${almost}Q`.repeat(5_000))).toBe(false)
    expect(threadMs() - started).toBeLessThan(5_000)
  })
})

describe('the restricted texts of a workspace', () => {
  it('are looked at as they are now, and in the encodings of a payload', async () => {
    const library = new Map([
      ['a', { label: 'restricted' as const, text: SOURCE }],
      [
        'b',
        {
          label: 'public' as const,
          text: 'The library opens at nine on weekdays and at ten on Saturdays, and the reading room has forty seats.',
        },
      ],
    ])
    let reads = 0
    const overlaps = createRestrictedTexts({
      list: async () => [...library].map(([id, { label }]) => ({ id, label })),
      text: async (id) => {
        reads += 1
        return library.get(id)?.text ?? null
      },
    })
    const passage = SOURCE.slice(200, 330)
    expect(await overlaps(passage)).toBe(true)
    expect(await overlaps(`see ${Buffer.from(passage).toString('base64')}`)).toBe(true)
    expect(await overlaps(encodeURIComponent(passage))).toBe(true)
    expect(await overlaps(library.get('b')?.text ?? '')).toBe(false)
    expect(reads).toBe(1)
    library.delete('a')
    expect(await overlaps(passage)).toBe(false)
  })

  it('that cannot be read keep everything from leaving', async () => {
    let broken = true
    const overlaps = createRestrictedTexts({
      list: async () => [{ id: 'a', label: 'restricted' }],
      text: async () => {
        if (broken) throw new Error('disk')
        return SOURCE
      },
    })
    await expect(overlaps('anything')).rejects.toThrow('disk')
    broken = false
    expect(await overlaps('anything')).toBe(false)
  })
})
