import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRandom } from '../../main/routing/eval/seeded-random.ts'
import { docxOf, pdfOfPages } from '../../main/sources/test-files.ts'

/** How the bytes of a mixed folder are shared out. */
const SHARES = { md: 0.3, txt: 0.25, csv: 0.15, html: 0.15, eml: 0.1, docx: 0.025, pdf: 0.025 } as const
type Kind = keyof typeof SHARES
const WORDS = 60_000
const PAGE_CHARS = 3_000
const CONSONANTS = 'bcdfghklmnprstvw'
const VOWELS = 'aeiou'

/** Words as often as words are (Zipf), the rarest of them once or never; so that an index has as many terms as one of real texts. */
export function createWords(seed: number): { word(): string; sentence(): string; paragraph(): string; readonly random: () => number } {
  const random = createRandom(seed)
  const pick = (letters: string): string => letters.charAt(Math.floor(random() * letters.length))
  const words = Array.from({ length: WORDS }, () =>
    Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(CONSONANTS) + pick(VOWELS)).join(''),
  )
  const word = (): string => words[Math.floor(WORDS ** random()) - 1] ?? 'gate'
  const sentence = (): string => {
    const text = Array.from({ length: 6 + Math.floor(random() * 16) }, word).join(' ')
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
  }
  const paragraph = (): string => Array.from({ length: 3 + Math.floor(random() * 5) }, sentence).join(' ')
  return { word, sentence, paragraph, random }
}

type Words = ReturnType<typeof createWords>

const repeat = (target: number, piece: () => string): string => {
  const pieces: string[] = []
  for (let size = 0; size < target; size += pieces.at(-1)?.length ?? 0) pieces.push(piece())
  return pieces.join('')
}

const MAKERS: Readonly<Record<Kind, (words: Words, chars: number) => Buffer>> = {
  md: (w, n) => Buffer.from(repeat(n, () => `## ${w.sentence()}\n\n${w.paragraph()}\n\n${w.paragraph()}\n\n`)),
  txt: (w, n) => Buffer.from(repeat(n, () => `${w.paragraph()}\n\n`)),
  csv: (w, n) =>
    Buffer.from(
      `id,name,amount,remark\n${repeat(n, () => `${Math.floor(w.random() * 1e6)},${w.word()},${(w.random() * 1e4).toFixed(2)},"${w.sentence()}"\n`)}`,
    ),
  html: (w, n) =>
    Buffer.from(
      `<!doctype html><html><head><title>${w.sentence()}</title></head><body><nav><ul>${'<li><a href="#">Menu</a></li>'.repeat(20)}</ul></nav><article><h1>${w.sentence()}</h1>${repeat(n, () => `<h2>${w.sentence()}</h2><p>${w.paragraph()}</p><p>${w.paragraph()}</p>`)}</article></body></html>`,
    ),
  eml: (w, n) =>
    Buffer.from(
      `From: ${w.word()} <${w.word()}@example.org>\r\nTo: ${w.word()}@example.org\r\nDate: Mon, 2 Nov 2026 10:00:00 +0100\r\nSubject: ${w.sentence()}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${repeat(n, () => `${w.paragraph()}\r\n\r\n`)}`,
    ),
  docx: (w, n) => docxOf(repeat(n, () => `<w:p><w:r><w:t>${w.paragraph()}</w:t></w:r></w:p>`)),
  pdf: (w, n) =>
    pdfOfPages(Array.from({ length: Math.ceil(n / PAGE_CHARS) }, () => repeat(PAGE_CHARS, () => `${w.sentence()}\n`).split('\n'))),
}

/** Characters of one file, by kind: from notes to long reports. */
const SIZES: Readonly<Record<Kind, readonly number[]>> = {
  md: [2_000, 20_000, 120_000],
  txt: [5_000, 60_000, 900_000],
  csv: [20_000, 400_000, 2_000_000],
  html: [8_000, 40_000, 150_000],
  eml: [1_500, 6_000, 30_000],
  docx: [20_000, 90_000],
  pdf: [10_000, 40_000],
}

/** Writes about `bytes` of mixed files and says what they are. A compressed file counts as the text that was put into it. */
export function writeCorpus(folder: string, bytes: number, seed: number): { files: number; textBytes: number } {
  const words = createWords(seed)
  let files = 0
  let textBytes = 0
  for (const kind of Object.keys(SHARES) as Kind[]) {
    const target = bytes * SHARES[kind]
    const sizes = SIZES[kind]
    for (let size = 0, index = 0; size < target; index += 1) {
      const chars = Math.min(sizes[index % sizes.length] ?? 1_000, target - size)
      const content = MAKERS[kind](words, chars)
      const counted = kind === 'docx' || kind === 'pdf' ? chars : content.length
      const below = join(folder, kind, String(Math.floor(index / 200)))
      mkdirSync(below, { recursive: true })
      writeFileSync(join(below, `${index}.${kind}`), content)
      size += counted
      textBytes += counted
      files += 1
    }
  }
  return { files, textBytes }
}
