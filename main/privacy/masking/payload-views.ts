/** A payload as somebody could read it: as it is, or with one layer of an encoding undone. */
export interface PayloadView {
  /** Comparable: see {@link comparable}. */
  readonly text: string
  /** Taken from the middle of an encoded run, where its neighbours may be rubbish: words have no reliable edges. */
  readonly ragged: boolean
}

const LAYERS = 2
const BASE64_RUN = /[A-Za-z0-9+/_-]{8,}/g
const HEX_RUN = /[0-9a-fA-F]{8,}|[0-9a-fA-F]{2}(?:[ :]|\\x)[0-9a-fA-F]{2}(?:(?:[ :]|\\x)[0-9a-fA-F]{2}){2,}/g
/** Four characters and more in a row that are neither control characters nor the mark of broken UTF-8. */
const LEGIBLE = /[^\p{Cc}\ufffd]{4,}/gu
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  commat: '@',
  period: '.',
  hyphen: '-',
}

/**
 * One way of writing a text: NFKC, zero-width characters and soft hyphens removed, lower case, white space as single spaces. The
 * letter case of `text` is kept beside it by the caller where it matters.
 */
export function comparable(text: string): string {
  return plainForm(text).toLowerCase()
}

/** Like {@link comparable}, in its own letter case. */
export function plainForm(text: string): string {
  const bare = /[^ -~]/.test(text) ? text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '') : text
  return bare.replace(/\s+/g, ' ')
}

/** The payload and everything that two layers of decoding make of it: percent, JSON escapes, HTML entities, base64, hex. */
export function viewsOf(payload: string): PayloadView[] {
  const seen = new Set<string>()
  const runs = new Set<string>()
  const views: PayloadView[] = []
  let layer: PayloadView[] = [{ text: payload, ragged: false }]
  for (let depth = 0; depth <= LAYERS; depth += 1) {
    const next: PayloadView[] = []
    for (const view of layer) {
      if (seen.has(view.text)) continue
      seen.add(view.text)
      const text = plainForm(view.text)
      if (text.trim() === '') continue
      views.push({ text, ragged: view.ragged })
      if (depth === LAYERS) continue
      // One after the other rather than each by itself: a value is rarely in two of them, and each is a whole copy to search.
      const decoded = entitiesDecoded(unescaped(percentDecoded(view.text)))
      next.push({ text: decoded, ragged: view.ragged })
      if (/[^\s+]\+[^\s+]/.test(view.text)) next.push({ text: percentDecoded(view.text.replaceAll('+', ' ')), ragged: view.ragged })
      next.push({ text: runsDecoded(view.text, runs), ragged: true })
    }
    layer = next
  }
  return views
}

/** Every well-formed escape is undone. Escapes are UTF-8, and a broken one stays as it is. */
function percentDecoded(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text
    .replace(/\\u\{([0-9a-fA-F]{1,6})\}/g, (all, code: string) => characterOf(Number.parseInt(code, 16), all))
    .replace(/\\u([0-9a-fA-F]{4})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\x([0-9a-fA-F]{2})/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[nrt]/g, ' ')
    .replace(/\\(["'\\/])/g, '$1')
}

function entitiesDecoded(text: string): string {
  if (!text.includes('&')) return text
  return text
    .replace(/&#(\d{1,7});?/g, (all, code: string) => characterOf(Number(code), all))
    .replace(/&#[xX]([0-9a-fA-F]{1,6});?/g, (all, code: string) => characterOf(Number.parseInt(code, 16), all))
    .replace(/&([a-z]+);/g, (all, name: string) => NAMED[name] ?? all)
}

function characterOf(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}

/**
 * What base64 and hex runs hold, joined. A value may begin anywhere in what was encoded, and a run anywhere in other text, so every
 * offset is tried. `known` holds the runs that were decoded before.
 */
function runsDecoded(text: string, known: Set<string>): string {
  const decoded: string[] = []
  const add = (run: string, encoding: 'base64' | 'hex', offsets: number): void => {
    for (let offset = 0; offset < offsets; offset += 1) {
      const plain = Buffer.from(offset === 0 ? run : run.slice(offset), encoding).toString('utf8')
      // Most runs are ordinary words, and nearly all of what they decode to is no text.
      decoded.push(...(plain.match(LEGIBLE) ?? []))
    }
  }
  for (const run of text.match(BASE64_RUN) ?? []) {
    if (known.has(run)) continue
    known.add(run)
    add(run, 'base64', 4)
  }
  for (const run of text.match(HEX_RUN) ?? []) add(run.replace(/\\x|[ :]/g, ''), 'hex', 2)
  return decoded.join('\n')
}
