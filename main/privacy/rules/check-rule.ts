import { TidegateError } from '#contracts/errors.ts'
import { type NewPrivacyRule, type PrivacyRule, RULE_LIMITS } from '#contracts/privacy-rules.ts'
import { compilePattern, patternSteps } from './rule-book.ts'
import { ruleKey } from './rule-text.ts'

/** Ordinary text: what matches in the middle of it would mark nearly everything. */
const ORDINARY =
  'The quick brown fox jumps over the lazy dog. On Monday 12 people met in a small town to talk about 3 new roads, 45 trees and a bridge.'
/** A pattern may match this much of it (share of characters). */
const ORDINARY_SHARE = 0.25
const MIN_CHARS = 3

/**
 * Whether a rule may be added beside those that hold. `isRestricted` tells whether a text is restricted by itself. Throws BAD_INPUT or
 * CONFLICT with what to do; the message never quotes the rule.
 */
export function checkRule(rule: NewPrivacyRule, active: readonly PrivacyRule[], isRestricted: (text: string) => boolean): void {
  const key = ruleKey(rule.text)
  if (rule.kind === 'not-private' ? rule.label !== null : rule.label === null) {
    throw bad(rule.kind === 'not-private' ? 'What is not private has no label. Leave it out.' : 'Choose the label that a match carries.')
  }
  if (rule.kind === 'pattern') checkPattern(rule.text, active)
  else checkWord(rule.text, key)
  if (rule.kind === 'not-private' && isRestricted(rule.text)) {
    throw bad('This is a credential, or a number that never leaves this machine. It stays restricted whatever is said of it.')
  }
  const rival = active.find((other) => other.kind !== 'pattern' && other.kind !== rule.kind && ruleKey(other.text) === key)
  if (rule.kind !== 'pattern' && rival !== undefined) {
    throw new TidegateError(
      'CONFLICT',
      rule.kind === 'word'
        ? 'This is marked as not private. Remove that rule first.'
        : 'This is marked as private. Remove that rule first.',
    )
  }
  const patterns = active.filter(({ kind }) => kind === 'pattern').length
  if (active.length >= RULE_LIMITS.active || (rule.kind === 'pattern' && patterns >= RULE_LIMITS.activePatterns)) {
    throw new TidegateError(
      'CONFLICT',
      `At most ${RULE_LIMITS.active} rules hold at a time, ${RULE_LIMITS.activePatterns} of them patterns. Remove one that is not needed.`,
    )
  }
}

function checkWord(text: string, key: string): void {
  if (text.length > RULE_LIMITS.textChars) throw bad(`At most ${RULE_LIMITS.textChars} characters.`)
  if ((key.match(/[\p{L}\p{N}]/gu) ?? []).length < MIN_CHARS)
    throw bad(`At least ${MIN_CHARS} letters or digits, or it would be found everywhere.`)
}

function checkPattern(text: string, active: readonly PrivacyRule[]): void {
  let covered = 0
  let steps = 0
  try {
    const pattern = compilePattern(text)
    steps = pattern.programSize()
    const matcher = pattern.matcher(ORDINARY)
    while (matcher.find()) {
      if (matcher.end() === matcher.start())
        throw bad('This pattern matches nothing at all, everywhere. Make it ask for at least one character.')
      covered += matcher.end() - matcher.start()
    }
  } catch (error) {
    if (error instanceof TidegateError) throw error
    throw bad('This is not a valid pattern. It is a regular expression without look-around and back-references, such as PRJ-\\d{4}.', error)
  }
  checkSteps(steps, active)
  if (covered > ORDINARY.length * ORDINARY_SHARE) throw bad('This pattern matches ordinary text. Make it more particular.')
}

/** The time of a match is at most its steps times the characters of the text: so the steps are what has to be bounded. */
function checkSteps(steps: number, active: readonly PrivacyRule[]): void {
  const { patternSteps: most, allPatternSteps } = RULE_LIMITS
  if (steps > most) {
    throw bad(
      `This pattern may take ${steps} steps for each character of a text; at most ${most} are allowed, so that none can hold up the app. Use smaller repetitions.`,
    )
  }
  const others = active.filter(({ kind }) => kind === 'pattern').reduce((sum, { text }) => sum + patternSteps(text), 0)
  if (others + steps > allPatternSteps) {
    throw new TidegateError(
      'CONFLICT',
      `All patterns together may take at most ${allPatternSteps} steps for each character of a text. Remove one first.`,
    )
  }
}

function bad(message: string, cause?: unknown): TidegateError {
  return new TidegateError('BAD_INPUT', message, cause === undefined ? {} : { cause })
}
