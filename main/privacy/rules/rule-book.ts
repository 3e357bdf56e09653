import { RE2JS } from 're2js'
import type { Finding } from '#contracts/privacy.ts'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { type ClassifierExtras, createLiteralIndex, type LiteralIndex, normalise, type TextView } from '../classifier/index.ts'
import { ruleKey, ruleParts } from './rule-text.ts'

/** The rules that hold, as the classifier asks for them. */
export interface RuleBook extends Required<Pick<ClassifierExtras, 'isDismissed'>> {
  readonly taggers: NonNullable<ClassifierExtras['taggers']>
  /** From now on these hold; removed ones among them do not. */
  use(rules: readonly PrivacyRule[]): void
}

interface Word {
  readonly rule: PrivacyRule
  readonly first: string
  /** Sticky: matches the whole of it where its first part begins. */
  readonly whole: RegExp
}

interface Compiled {
  readonly words: readonly Word[]
  readonly index: LiteralIndex
  readonly patterns: ReadonlyArray<{ readonly rule: PrivacyRule; readonly pattern: RE2JS }>
  readonly dismissed: ReadonlySet<string>
}

export function createRuleBook(): RuleBook {
  let rules: readonly PrivacyRule[] = []
  // Compiled when first asked for: rules change often while somebody edits them, and many threads never scan.
  let compiled: Compiled | null = null
  const book = (): Compiled => {
    compiled ??= compile(rules)
    return compiled
  }
  return {
    use(next) {
      rules = next
      compiled = null
    },
    taggers: [(view) => (rules.length === 0 ? [] : [...wordsIn(view, book()), ...patternsIn(view, book())])],
    isDismissed({ type, start, end }, { text }) {
      if (rules.length === 0 || type.startsWith('SECRET/') || type.startsWith('WORKSPACE/')) return false
      const { dismissed } = book()
      return dismissed.size > 0 && dismissed.has(ruleKey(text.slice(start, end)))
    },
  }
}

/** Throws when a pattern is not in RE2's syntax. */
export function compilePattern(text: string): RE2JS {
  return RE2JS.compile(text, RE2JS.CASE_INSENSITIVE)
}

/** Lower case of the same length, as the classifier has it: a few letters would grow (İ), which would move every offset behind them. */
function lowerOf(text: string): string {
  const lower = text.toLowerCase()
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** States of the compiled pattern: what it may cost for each character of a text, at most. */
export function patternSteps(text: string): number {
  return compilePattern(text).programSize()
}

/** Where one rule is found in a text, in code units of the text as it is. */
export function matchesOf(rule: PrivacyRule, original: string): Array<{ start: number; end: number }> {
  const { text, toOriginal } = normalise(original)
  const view = { text, lower: lowerOf(text) }
  const book = compile([{ ...rule, removedAt: null }])
  if (rule.kind === 'not-private') return matchesOf({ ...rule, kind: 'word', label: 'internal' }, original)
  return [...wordsIn(view, book), ...patternsIn(view, book)]
    .map(({ start, end }) => toOriginal(start, end))
    .sort((a, b) => a.start - b.start)
}

function compile(rules: readonly PrivacyRule[]): Compiled {
  const active = rules.filter(({ removedAt }) => removedAt === null)
  const words = active.filter(({ kind }) => kind === 'word').map(wordOf)
  return {
    words,
    index: createLiteralIndex(words.map(({ first }) => first)),
    patterns: active.filter(({ kind }) => kind === 'pattern').map((rule) => ({ rule, pattern: compilePattern(rule.text) })),
    dismissed: new Set(active.filter(({ kind }) => kind === 'not-private').map(({ text }) => ruleKey(text))),
  }
}

function wordOf(rule: PrivacyRule): Word {
  const parts = ruleParts(rule.text)
  // Whole words only, where it begins and ends with a letter or a digit. `_` joins names in code and file names: it ends a word here.
  const source = `(?<![\\p{L}\\p{N}])${parts.map((part) => RegExp.escape(part)).join('\\s{1,16}')}(?![\\p{L}\\p{N}])`
  const edges = [/^[\p{L}\p{N}]/u.test(parts[0] ?? ''), /[\p{L}\p{N}]$/u.test(parts.at(-1) ?? '')]
  const trimmed = source.slice(edges[0] ? 0 : '(?<![\\p{L}\\p{N}])'.length, edges[1] ? undefined : -'(?![\\p{L}\\p{N}])'.length)
  return { rule, first: parts[0] ?? '', whole: new RegExp(trimmed, 'uy') }
}

function wordsIn({ lower }: Pick<TextView, 'lower'>, { words, index }: Compiled): Finding[] {
  if (words.length === 0) return []
  const at = index.find(lower)
  return words.flatMap(({ rule, first, whole }) => {
    const found: Finding[] = []
    for (const start of at.get(index.idOf(first) ?? -1) ?? []) {
      whole.lastIndex = start
      const match = whole.exec(lower)
      if (match !== null) found.push(findingOf(rule, start, start + match[0].length))
    }
    return found
  })
}

function patternsIn({ text }: Pick<TextView, 'text'>, { patterns }: Compiled): Finding[] {
  return patterns.flatMap(({ rule, pattern }) => {
    const found: Finding[] = []
    const matcher = pattern.matcher(text)
    while (matcher.find()) {
      if (matcher.end() > matcher.start()) found.push(findingOf(rule, matcher.start(), matcher.end()))
    }
    return found
  })
}

function findingOf({ id, label }: PrivacyRule, start: number, end: number): Finding {
  return { type: `WORKSPACE/${label ?? 'confidential'}`, start, end, score: 1, recognizer: `rule-${id}` }
}
