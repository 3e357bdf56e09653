import fc from 'fast-check'
import mammoth from 'mammoth'
import { describe, expect, it } from 'vitest'
import type { Version } from '#contracts/documents.ts'
import type { Citation } from '#contracts/generation.ts'
import { toDocx } from './docx.ts'
import { type ExportedDraft, exportedDraft, fileNameOf } from './exported-draft.ts'
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

function draftOf(patch: Partial<Version> = {}, title = 'Boats'): ExportedDraft {
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
  return exportedDraft(title, version, null)
}

/** What a browser would make of a page: its tags, and its text with the entities read. */
function tagsOf(html: string): string[] {
  return [...html.matchAll(/<\/?([a-z0-9!-]+)/gi)].map(([, name]) => (name ?? '').toLowerCase())
}

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

  it('lets nothing of a text or a source become an element or leave an attribute', () => {
    const plain = tagsOf(toHtml(draftOf({ text: 'x [1]', citations: [citation] })))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant(HOSTILE)), (text) => {
        const line = text.replace(/[\r\n`#*•-]|\d[.)]/g, ' ')
        const html = toHtml(draftOf({ text: `x ${line} [1]`, citations: [{ ...citation, quote: text, sourceName: text }] }, text))
        expect(tagsOf(html)).toEqual(plain)
      }),
    )
  })
})

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
