import type { Version } from '#contracts/documents.ts'
import type { Inline } from '#contracts/draft-inline.ts'
import type { Citation, Generation } from '#contracts/generation.ts'
import type { Label } from '#contracts/privacy.ts'
import { EXTRACTIVE_ENGINE_NAME } from '../../execution/index.ts'

/** What stands where a stand-in of a masked value could not be turned back. */
const MISSING = '[not restored]'
const NAME_CHARS = 60

/** One draft as it is exported. `notes` explain its markers. Times in ms since the epoch. */
export interface ExportedDraft {
  readonly title: string
  readonly text: string
  readonly json: boolean
  /** BCP 47 tag of the language that the text was asked for in; empty where nobody said. */
  readonly language: string
  readonly label: Label
  readonly createdAt: number
  readonly writtenBy: string
  readonly route: string
  readonly notes: readonly { readonly marker: string; readonly text: string }[]
  readonly version: Version
  readonly generation: Generation | null
}

/** Where a citation begins, for a person, e.g. "line 12"; null where that is not known any more. */
export type CitationPlace = (citation: Citation) => string | null

/** `generation` is the one that wrote the version, or that its edits began with; null for what comes from elsewhere. */
export function exportedDraft(title: string, version: Version, generation: Generation | null, place: CitationPlace): ExportedDraft {
  const missing = generation?.unresolvedSurrogates ?? []
  const text = without(version.text, missing)
  return {
    title: without(title, missing),
    text,
    json: generation?.form.output === 'json',
    language: languageOf(generation),
    label: version.label,
    createdAt: version.createdAt,
    writtenBy: writerOf(version),
    route: version.route ?? 'none',
    notes: notesOf(version.citations, place),
    version: { ...version, text },
    generation,
  }
}

/** The field of that name, where a model was there to heed it: what takes sentences from sources leaves them in their language. */
export function languageOf(generation: Pick<Generation, 'form' | 'engine'> | null): string {
  const asked = generation?.form.fields.language
  if (generation === null || typeof asked !== 'string' || asked === '') return ''
  if (generation.form.output === 'json' || generation.engine === EXTRACTIVE_ENGINE_NAME) return ''
  return tagOf(asked)
}

/** What a template of one's own takes as a language may be any words. */
function tagOf(words: string): string {
  try {
    const [tag = ''] = Intl.getCanonicalLocales(words)
    return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(tag) === undefined ? '' : tag
  } catch {
    return ''
  }
}

function writerOf({ kind, engine, provider }: Version): string {
  if (kind === 'import') return 'imported'
  if (kind === 'edit') return 'edited by hand'
  if (kind === 'partial') return `${engine ?? provider ?? 'unknown'}, which broke off before its end`
  return engine ?? 'unknown'
}

/** `[1]` in the text, as `1`. */
export function numberOf(marker: string): string {
  return marker.replace(/\D/g, '')
}

/** A reference to a note stands close to what it is about: the spaces before those of `markers` are left out. */
export function closedUp(pieces: readonly Inline[], markers: ReadonlySet<string>): Inline[] {
  return pieces.map((piece, index) => {
    const next = pieces[index + 1]
    const isBefore = piece.kind === 'text' && next?.kind === 'marker' && markers.has(next.text)
    return isBefore ? { ...piece, text: piece.text.replace(/ +$/, '') } : piece
  })
}

/** A name for the file that is safe on every system. */
export function fileNameOf(draft: Pick<ExportedDraft, 'title' | 'createdAt'>, extension: string): string {
  const words = draft.title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, NAME_CHARS)
    .toWellFormed()
    .replace(/^-+|-+$/g, '')
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(words) || words === '' ? `draft-${words}` : words
  return `${safe.replace(/-$/, '')}-${new Date(draft.createdAt).toISOString().slice(0, 10)}.${extension}`
}

function without(text: string, missing: readonly string[]): string {
  return missing.reduce((left, surrogate) => (surrogate === '' ? left : left.replaceAll(surrogate, MISSING)), text)
}

/** One note for each marker, with everything that it cites. */
function notesOf(citations: readonly Citation[], place: CitationPlace): { marker: string; text: string }[] {
  const notes = new Map<string, string[]>()
  for (const citation of citations) {
    const { marker, sourceName, start, end, quote, verified } = citation
    const text = `${sourceName}, ${place(citation) ?? `characters ${start}–${end}`}: “${quote.replace(/\s+/g, ' ').trim()}”${verified ? '' : ' (not verified)'}`
    notes.set(marker, [...(notes.get(marker) ?? []), text])
  }
  return [...notes].map(([marker, texts]) => ({ marker, text: texts.join('; ') }))
}
