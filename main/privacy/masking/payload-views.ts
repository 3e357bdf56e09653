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
  const views: PayloadView[] = []
  let layer: PayloadView[] = [{ text: payload, ragged: false }]
  for (let depth = 0; depth <= LAYERS && layer.length > 0; depth += 1) {
    const next: PayloadView[] = []
    for (const view of layer) {
      const text = plainForm(view.text)
      if (text.trim() === '' || seen.has(text)) continue
      seen.add(text)
      views.push({ text, ragged: view.ragged })
      if (depth === LAYERS) continue
      for (const decoded of [percentDecoded(view.text), unescaped(view.text), entitiesDecoded(view.text)]) {
        if (decoded !== view.text) next.push({ text: decoded, ragged: view.ragged })
      }
      for (const decoded of [...base64Decoded(view.text), ...hexDecoded(view.text)]) next.push({ text: decoded, ragged: true })
    }
    layer = next
  }
  return views
}

/** Every well-formed escape is undone; `+` is a space in a form. Escapes are UTF-8, and a broken one stays as it is. */
function percentDecoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text
  return text.replace(/\+/g, ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replace(/%/g, ''), 'hex').toString('utf8'))
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

/** All four offsets of every run, joined: the value may begin anywhere in what was encoded, and the run anywhere in other text. */
function base64Decoded(text: string): string[] {
  const runs = text.match(BASE64_RUN)
  if (runs === null) return []
  return [0, 1, 2, 3].map((offset) => runs.map((run) => Buffer.from(run.slice(offset), 'base64').toString('utf8')).join('\n'))
}

function hexDecoded(text: string): string[] {
  const runs = text.match(HEX_RUN)?.map((run) => run.replace(/\\x|[ :]/g, ''))
  if (runs === undefined) return []
  return [0, 1].map((offset) => runs.map((run) => Buffer.from(run.slice(offset), 'hex').toString('utf8')).join('\n'))
}
