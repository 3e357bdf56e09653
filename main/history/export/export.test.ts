import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import mammoth from 'mammoth'
import { describe, expect, it } from 'vitest'
import type { Version } from '#contracts/documents.ts'
import type { Citation } from '#contracts/generation.ts'
import { sampleGeneration } from '../../storage/storage-samples.ts'
import { zipMembers } from '../import/zip-members.ts'
import { toDocx } from './docx.ts'
import { type CitationPlace, type ExportedDraft, exportedDraft, fileNameOf, languageOf } from './exported-draft.ts'
import { toHtml } from './html.ts'
import { toJson } from './json.ts'
import { toMarkdown } from './markdown.ts'

const citation: Citation = {
  marker: '[1]',
  source: 'src_1',
  sourceName: 'plan *v2*.md',
  start: 10,
  end: 40,
  quote: 'The boat\nis <blue>.',
  verified: false,
}
const TEXT = '# Boats & piers\n\nThe boat is **blue**. [1] Not a note: [7].\n\n- one\n- two\n\n1. first\n\n```\nlet a = 1 < 2\n```'
const HOSTILE = `<script>alert(1)</script><img src=x onerror="alert(1)"> & "quotes" 'too'`

function draftOf(patch: Partial<Version> = {}, title = 'Boats', place: CitationPlace = () => null): ExportedDraft {
  const version: Version = {
    id: 'ver_1',
    documentId: 'doc_1',
    parentId: null,
    kind: 'edit',
    generationId: null,
    role: null,
    createdAt: Date.UTC(2026, 10, 29),
    name: '',
    label: 'restricted',
    state: null,
    engine: null,
    route: null,
    provider: null,
    excerpt: '',
    text: TEXT,
    citations: [citation],
    ...patch,
  }
  return exportedDraft(title, version, null, place)
}

/** What a browser would make of a page: its tags, and its text with the entities read. */
function tagsOf(html: string): string[] {
  return [...html.matchAll(/<\/?([a-z0-9!-]+)/gi)].map(([, name]) => (name ?? '').toLowerCase())
}

const RICH = [
  '## Costs',
  '3. *boat* [1]',
  '   - ~~pier~~ and `code`',
  '4. second',
  '9. ninth',
  '',
  '> quoted **text**',
  '',
  '| Item | Price |',
  '|:--|--:|',
  '| a \\| b | **5** [1] |',
  '| short |',
  '',
  '---',
  '[the plan](javascript:alert) and ![a boat](https://x.example/boat.png)',
].join('\n')

describe('Markdown', () => {
  it('says of a draft that broke off who wrote it and that it is not whole', () => {
    const text = toMarkdown(draftOf({ kind: 'partial', provider: 'hosted', engine: 'test-pipe (hosted model)', route: 'hosted' }))
    expect(text).toContain('route: hosted\nwritten-by: "test-pipe (hosted model), which broke off before its end"')
    expect(JSON.parse(toJson(draftOf({ kind: 'partial', provider: 'hosted' })))).toMatchObject({
      version: { kind: 'partial', provider: 'hosted' },
    })
  })

  it('has the label in front, and citations as footnotes with source and place', () => {
    const text = toMarkdown(draftOf())
    expect(text).toMatch(/^---\ntitle: "Boats"\nlabel: restricted\n/)
    expect(text).toContain('The boat is **blue**. [^1] Not a note: [7].')
    expect(text).toContain('[^1]: plan \\*v2\\*.md, characters 10–40: “The boat is \\<blue\\>.” (not verified)')
  })

  it('says where a passage stands as the app does, while that is known', () => {
    expect(toMarkdown(draftOf({}, 'Boats', ({ start }) => `line ${start}`))).toContain('[^1]: plan \\*v2\\*.md, line 10: “')
  })

  it('keeps its head whole whatever the title is', () => {
    fc.assert(
      fc.property(fc.string(), (title) => {
        const [, head = ''] = toMarkdown(draftOf({}, title)).split('---\n')
        expect(head.split('\n').filter((line) => line !== '')).toHaveLength(5)
      }),
    )
  })
})

describe('HTML', () => {
  it('has headings, lists, code, and notes that link both ways', () => {
    const html = toHtml(draftOf())
    for (const part of [
      '<h1>Boats &amp; piers</h1>',
      '<strong>blue</strong>',
      '<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<ol>\n<li>first</li>\n</ol>',
      '<pre><code>let a = 1 &lt; 2</code></pre>',
      '<a href="#note-1" id="ref-1">[1]</a>',
      '<li id="note-1" value="1">plan *v2*.md',
      '<span class="label">restricted</span>',
      "default-src 'none'",
    ])
      expect(html).toContain(part)
  })

  it('has one title: the draft’s own, or else what it is filed under', () => {
    expect(toHtml(draftOf()).match(/<h1>.*?<\/h1>/g)).toEqual(['<h1>Boats &amp; piers</h1>'])
    expect(toHtml(draftOf({ text: RICH }, 'A <plan>')).match(/<h1.*?<\/h1>/g)).toEqual(['<h1 lang="">A &lt;plan&gt;</h1>'])
  })

  it('has tables, nested lists with their numbers, quotes and emphasis; links lead nowhere and no image is asked for', () => {
    const html = toHtml(draftOf({ text: RICH }))
    for (const part of [
      '<h2>Costs</h2>',
      '<ol>\n<li value="3"><em>boat</em><sup><a href="#note-1" id="ref-1">[1]</a></sup>',
      '<ul>\n<li><del>pier</del> and <code>code</code></li>\n</ul></li>\n<li>second</li>\n<li value="9">ninth</li>',
      '<blockquote>\n<p>quoted <strong>text</strong></p>\n</blockquote>',
      '<thead><tr><th>Item</th><th class="end">Price</th></tr></thead>',
      '<tr><td>a | b</td><td class="end"><strong>5</strong><sup><a href="#note-1">[1]</a></sup></td></tr>\n<tr><td>short</td></tr>',
      '<hr>',
      '<span class="link">the plan</span> (javascript:alert)',
      '<span class="picture">a boat</span>',
    ])
      expect(html).toContain(part)
    expect(html).not.toMatch(/<img|href="(?!#)|src=/)
  })

  it('says the language that a model was asked to write in, and of other texts that theirs is not known', () => {
    const languageIn = (fields: Record<string, string>, engine = 'qwen3-8b (local model)'): string =>
      languageOf({ form: { ...sampleGeneration().form, fields }, engine })
    expect(languageIn({ language: 'pt-br' })).toBe('pt-BR')
    for (const words of ['', 'German', 'the customer’s', '"><script>']) expect(languageIn({ language: words }), words).toBe('')
    expect(languageIn({})).toBe('')
    // It takes sentences as they stand in the sources.
    expect(languageIn({ language: 'de' }, 'Extractive engine (no model)')).toBe('')
    expect(languageOf(null)).toBe('')
    const html = toHtml({ ...draftOf(), language: 'pt-BR' })
    for (const part of ['<html lang="en">', '<main dir="auto" lang="pt-BR">']) expect(html).toContain(part)
    expect(toHtml(draftOf())).toContain('<main dir="auto" lang="">')
  })

  it('lets nothing of a text or a source become an element or leave an attribute', () => {
    const plain = tagsOf(toHtml(draftOf({ text: 'x [1]', citations: [citation] })))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant(HOSTILE)), (text) => {
        const line = text.replace(/[\r\n`#*•-]|\d[.)]/g, ' ')
        const html = toHtml(draftOf({ text: `x ${line} [1]`, citations: [{ ...citation, quote: text, sourceName: text }] }, `x${text}`))
        expect(tagsOf(html)).toEqual(plain)
      }),
    )
  })
})

/** A part of a Word document, as XML. */
async function partOf(document: Uint8Array, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidegate-docx-'))
  await writeFile(join(folder, 'draft.docx'), document)
  const file = await open(join(folder, 'draft.docx'))
  try {
    const member = (await zipMembers(file, document.length)).find((one) => one.name === name)
    return member === undefined ? '' : await text(await member.open())
  } finally {
    await file.close()
    await rm(folder, { recursive: true })
  }
}

describe('DOCX', () => {
  it('is a Word document that reads back with its text, its footnotes and its label', async () => {
    const buffer = Buffer.from(await toDocx(draftOf({ text: `${TEXT}\n\n${HOSTILE}\u0000\uD800` })))
    const { value: html } = await mammoth.convertToHtml({ buffer })
    expect(html).toContain('<h1>Boats &amp; piers</h1>')
    expect(html).toContain('<strong>blue</strong>')
    expect(html).toContain('<li>one</li>')
    expect(html).toContain('plan *v2*.md, characters 10–40')
    expect(html).not.toContain('<script>')
    expect((await mammoth.extractRawText({ buffer })).value).toContain('<script>alert(1)</script>')
  })

  it('has tables, nested lists with their numbers, quotes and emphasis', async () => {
    const buffer = Buffer.from(await toDocx(draftOf({ text: RICH })))
    const { value: html } = await mammoth.convertToHtml({ buffer })
    expect(html).toContain('<h2>Costs</h2>')
    expect(html).toMatch(/<em>boat<\/em><sup><a [^>]*>\[1\]<\/a><\/sup>/)
    expect(html).toContain('<s>pier</s>')
    expect(html).toContain('<th><p><strong>Item</strong></p></th><th><p><strong>Price</strong></p></th>')
    expect(html).toContain('<td><p>a | b</p></td><td><p><strong>5</strong><sup>')
    expect(html).toContain('the plan (javascript:alert) and <em>a boat</em>')
    expect(html).not.toMatch(/<img|href="(?!#)/)
    const numbering = await partOf(buffer, 'word/numbering.xml')
    expect(await partOf(buffer, 'docProps/core.xml')).not.toContain('Un-named')
    expect([...numbering.matchAll(/<w:start w:val="(\d+)"\/>/g)].map(([, start]) => start)).toEqual(expect.arrayContaining(['3', '9']))
  })
})

describe('JSON', () => {
  it('is the record with its label', () => {
    expect(JSON.parse(toJson(draftOf()))).toMatchObject({
      tidegate: 1,
      label: 'restricted',
      version: { text: TEXT, citations: [citation] },
      generation: null,
    })
  })
})

describe('the name of the file', () => {
  it('is safe everywhere', () => {
    fc.assert(
      fc.property(fc.string(), (title) => {
        const name = fileNameOf({ title, createdAt: 0 }, 'md')
        expect(name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*-1970-01-01\.md$/u)
        expect(name.length).toBeLessThan(100)
      }),
    )
    expect(fileNameOf({ title: 'CON', createdAt: 0 }, 'md')).toBe('draft-CON-1970-01-01.md')
    expect(fileNameOf({ title: '../..', createdAt: 0 }, 'md')).toBe('draft-1970-01-01.md')
  })
})
