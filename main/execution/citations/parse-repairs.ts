/** What begins an answer: `1.`, `1)`, `[1]`, `**1.**`, `Sentence 1:`, `- 1:`. */
const NUMBERED = /^[\s>*_#-]*(?:(?:sentence|satz|phrase|line)\s+)?[[(]?(\d{1,3})[\])]?\s*[.):\]-]?[*_]*\s+(?=\S)/i
const KEEP = /^["“]?\(?(?:keep|unchanged|no change|n\/a)\b/i
const MAX_SENTENCE_CHARS = 2_000

/**
 * The sentences of a model's answer by their number. Tolerant: lists of any kind, JSON, code fences and talk around them. What has no
 * number, says KEEP, or comes twice with different words, is left out.
 */
export function parseRepairs(answer: string): Map<number, string> {
  const found = fromJson(answer) ?? fromLines(answer)
  const sentences = new Map<number, string>()
  const twice = new Set<number>()
  for (const [number, raw] of found) {
    const text = tidy(raw)
    if (number < 1 || text === '' || text.length > MAX_SENTENCE_CHARS || KEEP.test(text)) continue
    if (sentences.has(number) && sentences.get(number) !== text) twice.add(number)
    sentences.set(number, text)
  }
  for (const number of twice) sentences.delete(number)
  return sentences
}

function fromLines(answer: string): [number, string][] {
  const found: [number, string][] = []
  for (const line of answer.split(/\r?\n/)) {
    if (/^\s*(?:passage|wrong)\b/i.test(line)) continue
    const match = NUMBERED.exec(line)
    if (match !== null) found.push([Number(match[1]), line.slice(match[0].length)])
  }
  return found
}

/** `["…", "…"]`, `{"1": "…"}` or `[{"number": 1, "sentence": "…"}]`, in a code fence or not. */
function fromJson(answer: string): [number, string][] | null {
  const json = answer.replace(/^[\s\S]*?```(?:json)?\s*\n([\s\S]*?)```[\s\S]*$/, '$1').trim()
  if (!/^[[{]/.test(json)) return null
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const entries: [string, unknown][] = Array.isArray(value) ? value.map((item, index) => [String(index + 1), item]) : Object.entries(value)
  return entries.flatMap(([key, item]): [number, string][] => {
    if (typeof item === 'string') return [[Number(key), item]]
    if (typeof item !== 'object' || item === null) return []
    const fields = new Map<string, unknown>(Object.entries(item))
    const text = fields.get('sentence') ?? fields.get('text') ?? fields.get('corrected')
    const number = Number(fields.get('number') ?? fields.get('id') ?? key)
    return typeof text === 'string' && Number.isInteger(number) ? [[number, text]] : []
  })
}

/** Without markers, emphasis around it, quotation marks around it, and line breaks. */
function tidy(raw: string): string {
  const text = raw
    .replace(/\s?\[\d{1,4}\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(\*\*|__)(.*)\1$/, '$2')
    .trim()
  return /^["“][^"“”]*["”]$/.test(text) ? text.slice(1, -1).trim() : text
}
