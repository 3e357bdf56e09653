import type { RequestForm, StructuredResult } from '#contracts/templates.ts'
import { checkAgainst } from './json-schema.ts'

/** Longest answer that is read as JSON, UTF-16 code units. */
const LONGEST = 2_000_000
const FENCE = /^[^\S\n]*```[^\n]*\n([\s\S]*?)\n[^\S\n]*```/m

type Answer = { readonly ok: true; readonly value: unknown; readonly json: string } | { readonly ok: false; readonly reason: string }

/** The one JSON value in an answer, parsed and as it is written there: as it stands, in a fence, or the first object or list with text around it. Linear in its length. */
export function readJsonAnswer(text: string): Answer {
  if (text.length > LONGEST) return { ok: false, reason: 'The answer is too long to be read as JSON.' }
  const whole = text.trim()
  const candidates = [whole, FENCE.exec(text)?.[1]?.trim(), firstValue(whole)]
  for (const candidate of candidates) {
    if (candidate === undefined || candidate === '') continue
    try {
      const value: unknown = JSON.parse(candidate)
      return { ok: true, value, json: candidate }
    } catch {
      // The next way of reading it may do.
    }
  }
  return { ok: false, reason: 'The answer holds no complete JSON value.' }
}

/** Reads and checks a draft that has to be JSON; null for a draft that has not. */
export function checkAnswer(form: Pick<RequestForm, 'output' | 'jsonSchema'>, text: string): StructuredResult | null {
  if (form.output !== 'json') return null
  const answer = readJsonAnswer(text)
  return answer.ok ? checkAgainst(form.jsonSchema, answer.value) : { valid: false, reasons: [answer.reason] }
}

/**
 * The request of the one repair round: the first request, the answer that was wrong, and why. It is a request like any other, to be judged
 * and masked as a whole, since the reasons quote the answer.
 */
export function repairRequest(request: string, answer: string, result: StructuredResult): string {
  const reasons = result.reasons.map((reason) => `- ${reason}`).join('\n')
  return `${request}\n\nAn earlier answer was:\n${answer}\n\nIt was refused:\n${reasons}\n\nAnswer again with one JSON value that satisfies the schema, and with nothing else.`
}

/** From the first bracket to the one that closes it, brackets within texts aside; undefined when it is never closed. */
function firstValue(text: string): string | undefined {
  const start = text.search(/[[{]/)
  if (start === -1) return undefined
  let depth = 0
  let inText = false
  for (let at = start; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (inText) {
      if (sign === '\\') at += 1
      else if (sign === '"') inText = false
    } else if (sign === '"') inText = true
    else if (sign === '{' || sign === '[') depth += 1
    else if (sign === '}' || sign === ']') {
      depth -= 1
      if (depth === 0) return text.slice(start, at + 1)
    }
  }
  return undefined
}
