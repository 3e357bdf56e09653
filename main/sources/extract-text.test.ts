import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import { extractText } from './extract-text.ts'
import { DOCX } from './media-type.ts'
import { plainText } from './plain-text.ts'
import { docxOf, pdfOf, pdfOfPages, zipOf } from './test-files.ts'

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8')
const extract = (name: string, bytes: Uint8Array, mediaType = '') => extractText({ name, mediaType, bytes })

describe('plain text', () => {
  it.each([
    ['UTF-8', utf8('Grüße aus Genf, 12 €\r\n'), 'Grüße aus Genf, 12 €\r\n'],
    ['UTF-8 with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8('mark')]), 'mark'],
    ['UTF-16 LE', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Fähre', 'utf16le')]), 'Fähre'],
    ['UTF-16 BE', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('Fähre', 'utf16le').swap16()]), 'Fähre'],
    ['Latin-1', Buffer.from('Die Fähre fährt über den Kanal.', 'latin1'), 'Die Fähre fährt über den Kanal.'],
    [
      'UTF-8 cut off in the middle of a letter',
      utf8('Fähre, Brücke, Schleuse, Tür, Möwe, größer, Häfen, ß').subarray(0, -1),
      'Fähre, Brücke, Schleuse, Tür, Möwe, größer, Häfen, \ufffd',
    ],
    ['an empty file', Buffer.alloc(0), ''],
  ])('reads %s', async (_name, bytes, text) => {
    expect((await extract('note.txt', bytes)).text).toBe(text)
  })

  it('keeps UTF-8 text unit for unit, so that offsets hold', async () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'ß', '字', '🌊', ' ', '\n', '\r\n', '\t', '&', '.') })
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        expect((await extract('a.txt', utf8(text))).text).toBe(text)
      }),
    )
  })

  it.each([
    ['a.md', '', 'text/markdown'],
    ['a.csv', '', 'text/csv'],
    ['a.json', '', 'application/json'],
    ['a.ts', '', 'text/plain'],
    ['-', 'text/markdown; charset=utf-8', 'text/markdown'],
    ['a.pdf', '', 'text/plain'],
  ])('%s with "%s" is %s', async (name, mediaType, expected) => {
    expect((await extract(name, utf8('plain words'), mediaType)).mediaType).toBe(expected)
  })
})

describe('a file that is not what its name says', () => {
  it.each([
    ['report.pdf', utf8('plain words'), 'By its name this is a PDF, but it is plain text and was read as such.'],
    ['report.docx', utf8('plain words'), 'By its name this is a DOCX document, but it is plain text and was read as such.'],
    ['report.pdf', utf8('<!doctype html><p>Sign in</p>'), 'By its name this is a PDF, but it is a web page and was read as such.'],
    ['report.txt', utf8('plain words'), undefined],
    ['page.html', utf8('no tags at all'), undefined],
  ])('says so: %s', async (name, bytes, note) => {
    expect((await extract(name, bytes)).note).toBe(note)
    expect(plainText({ name, mediaType: '', bytes })?.note ?? note).toBe(note)
  })
})

describe('documents', () => {
  it('reads a DOCX with its headings, lists and tables, whatever its name', async () => {
    const cell = (text: string): string => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`
    const docx = docxOf(
      `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Tide gates</w:t></w:r></w:p>` +
        `<w:p><w:r><w:t xml:space="preserve">The gate closes </w:t></w:r><w:r><w:t>at 3 m &amp; above.</w:t></w:r></w:p>` +
        `<w:tbl><w:tr>${cell('Gate')}${cell('Width')}</w:tr><w:tr>${cell('North')}${cell('24 m')}</w:tr></w:tbl>`,
    )
    const { text, mediaType } = await extract('renamed.txt', docx)
    expect(mediaType).toBe(DOCX)
    expect(text).toContain('# Tide gates\n\nThe gate closes at 3 m & above.')
    expect(text).toContain('North')
  })

  it('reads a PDF by lines and paragraphs and puts cut words together', async () => {
    const pdf = pdfOf(['Storm surge barriers close when', 'the water rises. They are main-', 'tained all year.', '', 'A second paragraph.'])
    const { text, mediaType } = await extract('x', pdf)
    expect(mediaType).toBe('application/pdf')
    expect(text).toBe('Storm surge barriers close when\nthe water rises. They are maintained all year.\n\nA second paragraph.')
  })

  it('knows where each page of a PDF begins, also after a blank one', async () => {
    const { text, parts } = await extract('x', pdfOfPages([['The first page.'], [], ['The third page.']]))
    expect(parts).toEqual([
      { start: 0, kind: 'page', number: 1 },
      { start: text.indexOf('The third'), kind: 'page', number: 3 },
    ])
  })

  it('knows a PDF behind other bytes from a text about PDFs', async () => {
    const behind = Buffer.concat([utf8('HTTP/1.1 200 OK <x>\r\n\r\n'), pdfOf(['Behind a header.'])])
    expect(await extract('x', behind)).toMatchObject({ text: 'Behind a header.', mediaType: 'application/pdf' })
    const about = 'A PDF begins with %PDF-1.7, a ZIP archive with PK.'
    expect(await extract('a.md', utf8(about))).toEqual({ text: about, mediaType: 'text/markdown' })
  })

  it('reads what a reader sees of a page', async () => {
    const { text, mediaType } = await extract(
      'page.html',
      utf8('<!doctype html><title>t</title><h1>Gates</h1><script>x()</script><p>One &amp; two</p>'),
    )
    expect(mediaType).toBe('text/html')
    expect(text).toBe('# Gates\n\nOne & two')
  })

  it('leaves Markdown with a tag in it alone', async () => {
    expect((await extract('a.md', utf8('<p>hello</p>\n'))).text).toBe('<p>hello</p>\n')
  })
})

describe('what cannot be read is refused with a way out', () => {
  const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  it.each([
    ['an image', PNG, 'FILE_IS_BINARY', /not text/],
    ['noise', Buffer.from(Array.from({ length: 400 }, (_v, at) => 128 + ((at * 37) % 128))), 'FILE_IS_BINARY', /UTF-8/],
    ['an archive', zipOf({ 'a.txt': 'a' }), 'FILE_IS_BINARY', /Unpack/],
    ['a spreadsheet', zipOf({ 'xl/workbook.xml': '<x/>' }), 'SOURCE_NOT_EXTRACTABLE', /CSV/],
    ['a cut-off DOCX', docxOf('<w:p/>').subarray(0, 300), 'SOURCE_NOT_EXTRACTABLE', /damaged/],
    ['a DOCX without text', docxOf('<w:p/>'), 'SOURCE_NOT_EXTRACTABLE', /no text/],
    ['a protected or old Office file', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'SOURCE_NOT_EXTRACTABLE', /password/],
    ['a broken PDF', utf8('%PDF-1.7\nnothing here'), 'SOURCE_NOT_EXTRACTABLE', /damaged/],
    ['a PDF of images only', pdfOf([]), 'SOURCE_NOT_EXTRACTABLE', /OCR/],
    ['RTF', utf8('{\\rtf1 hello}'), 'SOURCE_NOT_EXTRACTABLE', /DOCX/],
    ['a file that is too large', new Uint8Array(LIMITS.sourceFileBytes + 1), 'FILE_TOO_LARGE', /Split/],
    ['too much text', Buffer.alloc(LIMITS.sourceTextChars + 1, 'a'), 'FILE_TOO_LARGE', /Split/],
  ])('%s', async (_name, bytes, code, message) => {
    await expect(extract('file.txt', bytes)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('a PDF with a password', async () => {
    const locked = pdfOf(['secret'])
      .toString('latin1')
      .replace(
        '/Root 1 0 R',
        `/Root 1 0 R /ID [<${'0'.repeat(32)}> <${'0'.repeat(32)}>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'1'.repeat(64)}> /U <${'2'.repeat(64)}> >>`,
      )
    await expect(extract('a.pdf', Buffer.from(locked, 'latin1'))).rejects.toMatchObject({
      code: 'SOURCE_NOT_EXTRACTABLE',
      message: expect.stringContaining('password'),
    })
  })

  it('answers any bytes with text or an error of ours', async () => {
    const start = fc.constantFrom('', 'PK\u0003\u0004', '%PDF-1.4\n', '<!doctype html><', '\u00ff\u00fe', '{\\rtf')
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (prefix, tail) => {
        const bytes = Buffer.concat([Buffer.from(prefix, 'latin1'), tail])
        const code = await extract('a', bytes).then(
          ({ text }) => typeof text,
          (error: { code?: unknown }) => error.code,
        )
        expect([...ERROR_CODES, 'string']).toContain(code)
      }),
      { numRuns: 150 },
    )
  })
})
