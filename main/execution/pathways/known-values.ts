import type { Finding } from '#contracts/privacy.ts'
import { createKnownDates, findOriginals, formsOf } from '../../privacy/index.ts'
import type { TextToMask } from '../../privacy/masking/index.ts'
import type { VaultEntry } from '../../storage/types.ts'
import type { Task } from './types.ts'

/** Shorter words of a name are particles and initials. */
const LEAST_NAME_CHARS = 3

/**
 * What was found in the request's texts and also stands in a text that was written from them, each value once. A value may be told by what
 * stood beside it ("Mr Bright of 12 Rose Lane"), which the new text no longer holds; it is as private there. Of a person's name each word
 * counts, a phone number also without its country, and a date in every notation. Time is linear in the text and the findings.
 */
export function knownIn(text: string, { generation, sources, judged }: Task): TextToMask {
  const values = new Map<string, string>()
  const read = (of: string, findings: readonly Finding[] = []): void => {
    for (const { type, start, end } of findings) {
      const value = of.slice(start, end)
      for (const part of [value, ...(type === 'PERSON' ? wordsOf(value) : [])]) if (!values.has(part)) values.set(part, type)
    }
  }
  read(generation.prompt, judged.promptFindings)
  for (const source of sources) {
    read(source.name, judged.nameFindings.get(source.id))
    read(source.text, judged.sourceFindings.get(source.id))
  }
  const known = [...values].map(([original, type]) => ({ type, original }))
  const candidates = known
    .flatMap((value) => (value.type === 'PHONE_NUMBER' ? formsOf(value) : [value]))
    .map((value): VaultEntry => ({ ...value, surrogate: '' }))
  const dates = createKnownDates(known)(text, { withoutYear: true }).map(({ type, start, end }) => ({
    type,
    original: text.slice(start, end),
  }))
  let listed = ''
  const findings = [...findOriginals(text, candidates), ...dates].map(({ type, original }): Finding => {
    const start = listed.length
    listed += `${original}\n\n`
    return { type, start, end: start + original.length, score: 1, recognizer: 'known-value' }
  })
  return { text: listed, findings }
}

function wordsOf(name: string): string[] {
  return name.match(/[\p{L}\p{M}'’-]+/gu)?.filter((word) => word.length >= LEAST_NAME_CHARS) ?? []
}
