import type { Citation } from '#contracts/generation.ts'
import { contentTerms } from '../extractive/index.ts'
import type { DraftPiece, SourceText } from '../types.ts'
import { createAttributor } from './attribute.ts'

/** Adds markers to a draft while it is being written. Without the markers the text is exactly what went in. */
export interface CitationStream {
  push(delta: string): DraftPiece[]
  end(): DraftPiece[]
  /** The rest of a draft that broke off: a sentence that had not come to its end is not looked up. */
  cut(): DraftPiece[]
}

const MIN_TERMS = 4
/** A statement is looked up from at most this many of its last characters. */
const MAX_CLAIM_CHARS = 600

/**
 * Lets text through as it comes and, where a sentence ends, adds ` [n]` if a source bears it out. Holds back only the full stop and
 * what closes with it, until the next character shows whether the sentence is over.
 */
export function createCitationStream(sources: readonly SourceText[]): CitationStream {
  const attributor = createAttributor(sources)
  const markers = new Map<string, string>()
  let sentence = ''
  let held = ''

  function close(pieces: DraftPiece[]): void {
    const claim = sentence
      .slice(-MAX_CLAIM_CHARS)
      .replace(/^\s*(?:[-*+•]|\d{1,2}[.)]|#{1,6})\s+/, '')
      .trim()
    sentence = ''
    if (sources.length === 0 || contentTerms(claim).length < MIN_TERMS) return
    const found = attributor.attribute(claim)
    if (found === null) return
    // A passage that bears out one sentence and is contradicted by another has a marker for each.
    const key = `${found.source}:${found.start}:${found.verified}`
    const known = markers.get(key)
    const marker = known ?? `[${markers.size + 1}]`
    pieces.push({ type: 'text', delta: ` ${marker}` })
    if (known !== undefined) return
    markers.set(key, marker)
    pieces.push({ type: 'citation', citation: { marker, ...found } })
  }

  function step(letter: string, pieces: DraftPiece[], out: { text: string }): void {
    const flush = (): void => {
      if (out.text !== '') pieces.push({ type: 'text', delta: out.text })
      out.text = ''
    }
    if (held !== '' && !/[.!?…。！？"”’」』)\]]/.test(letter)) {
      // Chinese and Japanese put no space behind their full stop.
      const endsCjk = /^[。！？]/.test(held)
      out.text += held
      sentence += held
      held = ''
      if (/\s/.test(letter) || endsCjk) {
        flush()
        close(pieces)
      }
    }
    if (letter === '\n') {
      flush()
      // A line without a full stop (a bullet) is a sentence of its own.
      if (sentence.trim() !== '') close(pieces)
      out.text += letter
      sentence = ''
    } else if (/[.!?…。！？]/.test(letter) || (held !== '' && /["”’」』)\]]/.test(letter))) held += letter
    else {
      out.text += letter
      sentence += letter
    }
  }

  function end(): DraftPiece[] {
    const pieces: DraftPiece[] = []
    if (held !== '') pieces.push({ type: 'text', delta: held })
    sentence += held
    held = ''
    if (sentence.trim() !== '') close(pieces)
    return pieces
  }

  return {
    push(delta) {
      const pieces: DraftPiece[] = []
      const out = { text: '' }
      for (const letter of delta) step(letter, pieces, out)
      if (out.text !== '') pieces.push({ type: 'text', delta: out.text })
      return pieces
    },
    end,
    cut: () => (held === '' ? [] : end()),
  }
}

/** Adds markers to a finished draft. Without the markers the text is exactly what went in. */
export function attributeSentences(input: { text: string; sources: readonly SourceText[] }): { text: string; citations: Citation[] } {
  const citer = createCitationStream(input.sources)
  const pieces = [...citer.push(input.text), ...citer.end()]
  return {
    text: pieces.map((piece) => (piece.type === 'text' ? piece.delta : '')).join(''),
    citations: pieces.flatMap((piece) => (piece.type === 'citation' ? [piece.citation] : [])),
  }
}
