import { describe, expect, it } from 'vitest'
import type { Finding } from '#contracts/privacy.ts'
import { seeded } from '../../../masking/seeded.ts'
import { createRunner } from '../../run-recognizers.ts'
import type { Recognizer } from '../../types.ts'
import { partsOf, recognizerOf, type SecretFormat } from './format.ts'
import { SECRET_FORMATS, SECRETS } from './index.ts'
import { ALPHABETS, inventFrom, type Part, sourceOf } from './template.ts'

/** Of the format that is looked at: what it is made of is made once. */
let ready: { readonly recognizer: Recognizer; readonly runner: ReturnType<typeof createRunner> } | null = null

function found(recognizer: Recognizer, text: string): string[] {
  if (ready?.recognizer !== recognizer) ready = { recognizer, runner: createRunner([recognizer]) }
  const { runner } = ready
  const findings: Finding[] = []
  runner.run(text, runner.survey(text.toLowerCase()), findings)
  return findings.map(({ start, end }) => text.slice(start, end))
}

/** A value of the format, made up from a seed, with its check characters where it has some. */
function invented(format: SecretFormat, parts: readonly Part[], seed: number): string {
  const numbers = seeded(format.kind, seed)
  const value = inventFrom(parts, () => numbers.below(1_000_000) / 1_000_000)
  return format.complete?.(value) ?? value
}

/** The text around a value: beside the service's name where the format needs one. */
function written({ near }: SecretFormat, value: string): string {
  return near === undefined ? `export X="${value}"` : `${near[0]} "${value}"`
}

const shortest = (parts: readonly Part[]): readonly Part[] => parts.map((part) => ('texts' in part ? part : { ...part, most: part.least }))

function fill(parts: readonly Part[], letter: string): string {
  return parts.map((part) => ('texts' in part ? part.texts[0] : letter.repeat(part.least))).join('')
}

describe('the table of credential formats', () => {
  it('knows at least 150 kinds, each once', () => {
    const kinds = SECRET_FORMATS.map(({ kind }) => kind)
    expect(new Set(kinds).size).toBe(kinds.length)
    expect(kinds.length).toBeGreaterThanOrEqual(150)
    expect(new Set(SECRETS.map(({ type }) => type)).size).toBeGreaterThan(kinds.length)
  })

  it('looks only around literals that are worth looking for, or at tokens of a declared length', () => {
    for (const { name, literals = [], anchor } of SECRETS) {
      expect(literals.length > 0 || /^token:(?:[3-9]|\d{2})\d$/.test(anchor ?? ''), name).toBe(true)
      for (const literal of literals) {
        expect(literal, name).toBe(literal.toLowerCase())
        expect(literal.length, `${name}: ${literal}`).toBeGreaterThanOrEqual(/^[\x20-\x7e]+$/.test(literal) ? 3 : 2)
      }
    }
  })
})

describe.each(SECRET_FORMATS.map((format) => [format.kind, format] as const))('%s', (_kind, format) => {
  const recognizer = recognizerOf(format)
  const shapes = partsOf(format)
  const flags = format.anyCase === true ? 'i' : ''
  const fits = (value: string): boolean => shapes.some((parts) => new RegExp(`^${sourceOf(parts)}$`, flags).test(value))

  it('is found in every shape', () => {
    for (const parts of shapes) {
      // A made-up value can lack the digit or the spread of characters that the check asks for: then the next one is taken.
      const values = Array.from({ length: 12 }, (_, seed) => invented(format, parts, seed))
      const hits = values.filter((value) => found(recognizer, written(format, value)).includes(value))
      expect(hits.length, `${sourceOf(parts)}: ${values[0]}`).toBeGreaterThanOrEqual(6)
    }
  })

  it('is not found when a character is missing', () => {
    for (const parts of shapes) {
      const value = invented(format, shortest(parts), 1).slice(0, -1)
      if (!fits(value)) expect(found(recognizer, written(format, value))).not.toContain(value)
    }
  })

  it('is not found with a character that its alphabet lacks', () => {
    for (const parts of shapes) {
      const value = invented(format, shortest(parts), 2)
      const last = parts.findLastIndex((part) => 'alphabet' in part && part.least > 0)
      if (last === -1) continue
      const broken = parts.map((part, index) =>
        'texts' in part ? part.texts[0] : `${index === last ? '§' : ''}${'a'.repeat(part.least - (index === last ? 1 : 0))}`,
      )
      expect(found(recognizer, written(format, broken.join(''))).join('')).not.toContain('§')
      expect(value).not.toContain('§')
    }
  })

  it('is not found where somebody wrote x for every character', () => {
    for (const parts of shapes) {
      if (!parts.some((part) => 'alphabet' in part && part.least >= 8 && ALPHABETS[part.alphabet].characters.includes('x'))) continue
      expect(found(recognizer, written(format, fill(parts, 'x')))).toEqual([])
    }
  })

  if (format.floor !== undefined && format.floor >= 2.5)
    it('is not found when it is the same character over and over', () => {
      for (const parts of shapes) {
        const letter = parts.flatMap((part) => ('alphabet' in part ? [ALPHABETS[part.alphabet].characters.charAt(0)] : []))[0] ?? 'a'
        const random = parts.filter((part) => 'alphabet' in part).reduce((sum, part) => sum + ('alphabet' in part ? part.least : 0), 0)
        const fixed = fill(parts, '').length
        if (fixed * 2 < random) expect(found(recognizer, written(format, fill(parts, letter)))).toEqual([])
      }
    })

  if (format.near !== undefined)
    it('is not found without the name of its service', () => {
      for (const parts of shapes) expect(found(recognizer, `value "${invented(format, parts, 3)}"`)).toEqual([])
    })
  else if (format.glued !== true)
    it('is not found in the middle of a longer word', () => {
      for (const parts of shapes) {
        const value = invented(format, shortest(parts), 4)
        expect(found(recognizer, `q${value}`)).not.toContain(value)
      }
    })
})
