import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Citation } from '#contracts/generation.ts'
import { verifyCitations } from '../citations/index.ts'
import type { DraftPiece } from '../types.ts'
import { composeExtractive, figures, rankTexts, splitSentences } from './index.ts'
import { stem } from './tokens.ts'

const PLAN = `# Harbour Light: launch plan

Harbour Light is a small weather buoy for harbours. It measures wind, waves and water level and sends them every ten minutes.

## Schedule

The pilot starts on 4 March with three harbours. Public sale opens on 17 May, after the pilot's report has been
read by the steering group. Dr. Hale's team signs off the casing before that.

- Casing tests end on 20 February
- The web page goes live on 10 May

## Budget

The launch costs 84,000 euros, of which 31,000 go into tooling. A delay of a month would add about 6,500 euros.

## Risks

The largest risk is the supplier of the sonar head, who has delivered late twice. If the sonar head is late, the launch moves to June.
The recipe for fish soup has nothing to do with this plan.

\`\`\`
const secret = 'not a sentence of the plan'
\`\`\`
`

function draft(pieces: Iterable<DraftPiece>): { text: string; citations: Citation[] } {
  let text = ''
  const citations: Citation[] = []
  for (const piece of pieces) {
    if (piece.type === 'text') text += piece.delta
    else citations.push(piece.citation)
  }
  return { text, citations }
}

const source = { id: 'src_1', name: 'plan.md', text: PLAN }

describe('sentences', () => {
  it('keeps exact spans and leaves headings and code out', () => {
    const sentences = splitSentences(PLAN)
    for (const { start, end, text } of sentences) expect(PLAN.slice(start, end)).toBe(text)
    const texts = sentences.map(({ text }) => text)
    expect(texts).toContain('Casing tests end on 20 February')
    expect(texts.some((text) => text.startsWith('Public sale opens on 17 May') && text.endsWith('steering group.'))).toBe(true)
    expect(texts).toContain("Dr. Hale's team signs off the casing before that.")
    expect(texts.join(' ')).not.toContain('const secret')
    expect(sentences.find(({ text }) => text.startsWith('The launch costs'))?.section).toBe('Budget')
  })

  it('has spans inside any text, in order and without overlap', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        let last = 0
        for (const { start, end, text: sentence } of splitSentences(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(text.slice(start, end)).toBe(sentence)
          last = end
        }
      }),
    )
  })
})

/** Why nothing is written from these; the test fails where something is. */
function whyNothing(sources: Parameters<typeof composeExtractive>[0]['sources']): string | null {
  const composing = composeExtractive({ prompt: 'Write a poem', sources, template: 'summary' })
  let step = composing.next()
  for (; step.done !== true; step = composing.next()) expect(step.value).toEqual({ type: 'text', delta: '' })
  return step.value.nothing
}

describe('the extractive engine', () => {
  it('answers the request from the sources, cites every sentence, in the order of the source', () => {
    const { text, citations } = draft(
      composeExtractive({ prompt: 'What does the launch cost and what are the risks?', sources: [source], template: 'summary' }),
    )
    expect(text).toContain('84,000 euros')
    expect(text).toContain('sonar head')
    expect(text).not.toContain('fish soup')
    expect(citations.length).toBeGreaterThan(2)
    for (const { start, end, quote } of citations) expect(PLAN.slice(start, end)).toBe(quote)
    expect(citations.map(({ start }) => start)).toEqual(citations.map(({ start }) => start).toSorted((a, b) => a - b))
    expect(text.match(/\[\d+\]/g)).toEqual(citations.map(({ marker }) => marker))
  })

  it.each([
    ['Summarise the plan in three bullets', 3],
    ['Give me two sentences on the schedule', 2],
    ['Write 4 short points', 4],
  ])('%s', (prompt, count) => {
    expect(draft(composeExtractive({ prompt, sources: [source], template: 'bullets' })).citations).toHaveLength(count)
  })

  it.each(['summary', 'brief', 'email', 'bullets'] as const)('lays out a %s', (template) => {
    const { text } = draft(composeExtractive({ prompt: 'Summarise the launch plan', sources: [source], template }))
    const looks = {
      summary: /^[A-Z]/,
      brief: /^## /,
      email: /^Subject: Harbour Light: launch plan\n\nHello,\n\n[\s\S]*Kind regards$/,
      bullets: /^- .+\n- /s,
    }
    expect(text).toMatch(looks[template])
  })

  it('says plainly that it needs sources, and when they hold nothing to quote', () => {
    expect(whyNothing([])).toContain('has no model')
    expect(whyNothing([{ ...source, text: '1,2\n3,4' }])).toContain('no sentences')
  })

  it.each([
    ['Write a poem about orcas and the northern sea', true],
    ['Explain photosynthesis to a pupil in 12 sentences', true],
    ['Write a one-page summary of the launch plan', false],
    ['When does the pilot start?', false],
    ['Which supplier has delivered late?', false],
    ['List the main points as bullets', false],
    ['Fasse die wichtigsten Punkte des Dokuments bitte in fünf Sätzen zusammen', false],
    ['لخص النقاط الرئيسية في المستند', false],
  ])('says that it chose by itself where the sources hold none of it: %s', (prompt, chosen) => {
    const composing = composeExtractive({ prompt, sources: [source], template: 'summary' })
    let step = composing.next()
    for (; step.done !== true; step = composing.next());
    expect(step.value).toEqual({ nothing: null, note: chosen ? expect.stringContaining('Hardly any word of the request') : null })
  })

  it('gives the same draft every time', () => {
    const once = draft(composeExtractive({ prompt: 'Summarise', sources: [source], template: 'brief' }))
    expect(draft(composeExtractive({ prompt: 'Summarise', sources: [source], template: 'brief' }))).toEqual(once)
  })
})

describe('drafts of the sample workspace', () => {
  const sample = (name: string) => ({
    id: name,
    name,
    text: readFileSync(new URL(`../../../resources/sample/${name}`, import.meta.url), 'utf8'),
  })
  const plan = sample('launch-plan.md')
  const engineering = sample('coastal-engineering.md')

  it.each(['summary', 'brief', 'email', 'bullets'] as const)('a %s cites all it says, and every citation holds', (template) => {
    for (const sources of [[plan], [engineering], [plan, engineering], [sample('board-notes.md')]]) {
      const { text, citations } = draft(composeExtractive({ prompt: 'Summarise this for the board', sources, template }))
      const verified = verifyCitations({ text, citations, sources })
      expect(verified.citations.filter((citation) => !citation.verified)).toEqual([])
      expect(verified).toMatchObject({ coverage: 1, uncited: 0 })
    }
  })

  it('leads with what the plan is about, and leaves out lines about the document', () => {
    const { text } = draft(composeExtractive({ prompt: 'Summarise the launch plan for the board', sources: [plan], template: 'summary' }))
    expect(text).toMatch(/^Lanternfish is a battery-powered water-level sensor/)
    expect(text).toContain('412,000 euros')
    expect(text).not.toMatch(/Version 7|Dates are for/)
  })

  it('keeps to the point of a question', () => {
    const { citations } = draft(composeExtractive({ prompt: 'What are the main risks?', sources: [plan], template: 'bullets' }))
    const from = plan.text.indexOf('## Risks')
    const within = citations.filter(({ start }) => start > from && start < plan.text.indexOf('## What success'))
    expect(within.length).toBeGreaterThanOrEqual(4)
    expect(within.length / citations.length).toBeGreaterThanOrEqual(0.8)
  })

  it('draws on each of several sources', () => {
    const { citations } = draft(composeExtractive({ prompt: 'Summarise these', sources: [plan, engineering], template: 'brief' }))
    expect(new Set(citations.map(({ source: id }) => id)).size).toBe(2)
  })

  it.each([
    'Summarise the most important points of these sources.',
    'What are the essential takeaways of these files?',
    'Give me the gist and the highlights.',
  ])('takes what says how much is wanted for no matter of its own: %s', (prompt) => {
    const sources = [plan, engineering]
    expect(draft(composeExtractive({ prompt, sources, template: 'summary' }))).toEqual(
      draft(composeExtractive({ prompt: 'Summarise', sources, template: 'summary' })),
    )
  })

  it('says whose section it is where two sources have one of the same name', () => {
    const other = { id: 'src_b', name: 'other.md', text: PLAN.replaceAll('Harbour Light', 'Beacon').replaceAll('March', 'April') }
    const { text } = draft(composeExtractive({ prompt: 'Summarise the schedule', sources: [plan, other], template: 'brief' }))
    const headings = text.match(/^## .+$/gm) ?? []
    expect(headings).toContain(`## Schedule (${plan.name})`)
    expect(headings).toContain('## Schedule (other.md)')
    expect(new Set(headings).size).toBe(headings.length)
  })

  it('reads long sources in slices, so that a caller can stop', () => {
    const long = {
      ...plan,
      text: Array.from({ length: 60 }, (_none, copy) => plan.text.replaceAll('the ', `the ${copy} `)).join('\n'),
    }
    const pieces = [...composeExtractive({ prompt: 'Summarise', sources: [long], template: 'summary' })]
    expect(
      draft(composeExtractive({ prompt: 'Summarise', sources: [{ ...plan, text: plan.text.repeat(60) }], template: 'summary' })).citations,
    ).toHaveLength(6)
    expect(pieces.findIndex((piece) => piece.type === 'text' && piece.delta !== '')).toBeGreaterThan(3)
    expect(draft(pieces).citations).toHaveLength(6)
  })
})

describe('other texts', () => {
  const one = (text: string, prompt = 'Summarise') =>
    draft(composeExtractive({ prompt, sources: [{ id: 's', name: 's', text }], template: 'summary' }))

  it('keeps spans with Windows line ends', () => {
    const text = PLAN.replaceAll('\n', '\r\n')
    const { citations } = one(text)
    expect(citations.length).toBeGreaterThan(3)
    for (const { start, end, quote } of citations) expect(text.slice(start, end)).toBe(quote)
  })

  it('reads Chinese', () => {
    const { citations } = one('水门在涨潮时关闭，以保护城市。它由钢铁制成，重三千吨。城市位于河口，每年都有风暴潮。', '水门有多重？')
    expect(citations.map(({ quote }) => quote)).toContain('水门在涨潮时关闭，以保护城市。')
  })

  it('quotes no settings and no rows of values', () => {
    for (const text of [
      'HOST=db.example\nPASSWORD=not-a-sentence-of-it\nPORT=5432\n',
      'name,age,town\nAda Lovelace,36,London\nAlan Turing,41,Wilmslow\n',
    ])
      expect(whyNothing([{ ...source, text }])).toContain('no sentences')
    expect(one('The factory sold 1,200,000 units in 2027\nand kept 3,400 of them.').text).toContain('1,200,000')
  })

  it.each([
    ['one paragraph', 0],
    ['two paragraphs', 1],
    ['three paragraphs', 2],
  ])('writes %s when asked to', (wish, breaks) => {
    expect(
      one(
        readFileSync(new URL('../../../resources/sample/coastal-engineering.md', import.meta.url), 'utf8'),
        `Summarise in ${wish}`,
      ).text.split('\n\n'),
    ).toHaveLength(breaks + 1)
  })

  it('closes marks of emphasis with the sentence that they belong to', () => {
    const { text } = one('1. **The certificate may be late.** The test house has a waiting list of six weeks.\n')
    expect(text).toBe('The certificate may be late. [1] The test house has a waiting list of six weeks. [2]')
  })

  it('never throws, and cites what stands there', () => {
    const pieces = fc.constantFrom(
      '# A',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '**',
      'The gate is closed now. ',
      'Is it? ',
      '`',
      '| a | b |',
      '```',
      '水。',
      '\r\n',
      'Dr. ',
      '🌊 ',
      '[1]',
      '> ',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.string(), (parts, prompt) => {
        const text = parts.join('')
        for (const { start, end, quote } of one(text, prompt).citations) expect(text.slice(start, end)).toBe(quote)
      }),
    )
  })
})

describe('terms', () => {
  it.each([
    ['gates', 'gate'],
    ['plans', 'plan'],
    ['planned', 'plan'],
    ['cities', 'city'],
    ['launches', 'launch'],
  ])('%s and %s are one term', (one, other) => {
    expect(stem(one)).toBe(stem(other))
  })

  it('reads figures in one notation', () => {
    expect(figures('1,200 men, 1 200 women, 3.50 m, on the 12th of 2024')).toEqual(['1200', '1200', '3.5', '12', '2024'])
  })

  it('ranks the text that speaks of the query first', () => {
    const [first = 0, second = 0] = rankTexts('storm surge barrier', ['The storm surge barrier closes.', 'Cake is made of flour.'])
    expect(first).toBeGreaterThan(second)
  })
})
