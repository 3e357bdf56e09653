import type { NewPrivacyRule, PrivacyRule } from '#contracts/privacy-rules.ts'

const FORMAT = 'tidegate-privacy-rules'
const KINDS: readonly unknown[] = ['word', 'pattern', 'not-private'] satisfies ReadonlyArray<PrivacyRule['kind']>
const LABELS: readonly unknown[] = ['internal', 'confidential', 'restricted', null] satisfies ReadonlyArray<PrivacyRule['label']>

export interface RulesFile {
  readonly rules: readonly NewPrivacyRule[]
  /** Entries that are no rule. */
  readonly unreadable: number
}

/** Rules as a file that another workspace can read. Without times and ids, which belong to this one. */
export function writeRulesFile(rules: readonly PrivacyRule[]): string {
  const kept = rules.filter(({ removedAt }) => removedAt === null).map(({ kind, text, label, note }) => ({ kind, text, label, note }))
  return `${JSON.stringify({ format: FORMAT, version: 1, rules: kept }, null, 2)}\n`
}

/** Reads such a file, or a plain list with a word or phrase in each line; those become confidential. Null where it is neither. */
export function readRulesFile(content: string): RulesFile | null {
  const trimmed = content.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') return null
  if (!/^[[{]/.test(trimmed)) return readList(trimmed)
  let parsed: unknown
  try {
    parsed = JSON.parse(trimmed)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null || !('format' in parsed) || parsed.format !== FORMAT) return null
  if (!('rules' in parsed) || !Array.isArray(parsed.rules)) return null
  const entries: readonly unknown[] = parsed.rules
  const rules = entries.flatMap(ruleOf)
  return { rules, unreadable: entries.length - rules.length }
}

/** The rules that do not hold here already; the same text of the same kind is the same rule. */
export function missingFrom(held: readonly PrivacyRule[], rules: readonly NewPrivacyRule[]): NewPrivacyRule[] {
  const known = new Set(held.filter(({ removedAt }) => removedAt === null).map(keyOf))
  return rules.filter((rule) => {
    const isNew = !known.has(keyOf(rule))
    known.add(keyOf(rule))
    return isNew
  })
}

function keyOf({ kind, text }: Pick<NewPrivacyRule, 'kind' | 'text'>): string {
  return `${kind} ${text.trim().toLowerCase()}`
}

function readList(content: string): RulesFile {
  const lines = content.split(/\r?\n/).map((line) => line.trim())
  return {
    rules: lines.filter((line) => line !== '').map((text) => ({ kind: 'word', text, label: 'confidential', note: '' })),
    unreadable: 0,
  }
}

function ruleOf(entry: unknown): NewPrivacyRule[] {
  if (typeof entry !== 'object' || entry === null || !('kind' in entry) || !('text' in entry)) return []
  const { kind, text } = entry
  const label = 'label' in entry ? entry.label : null
  const note = 'note' in entry && typeof entry.note === 'string' ? entry.note : ''
  if (typeof text !== 'string' || text.trim() === '' || !isKind(kind) || !isLabel(label)) return []
  if ((kind === 'not-private') !== (label === null)) return []
  return [{ kind, text: text.trim(), label, note }]
}

function isKind(value: unknown): value is NewPrivacyRule['kind'] {
  return KINDS.includes(value)
}

function isLabel(value: unknown): value is NewPrivacyRule['label'] {
  return LABELS.includes(value)
}
