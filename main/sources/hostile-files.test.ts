import { crc32, deflateRawSync, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { extractText } from './extract-text.ts'
import { docxOf, pdfOf, zipOf } from './test-files.ts'
import { zipEntries } from './zip-directory.ts'

/** What a file may take here, ms; the worker's own bound is far above. */
const BOUND_MS = 15_000

async function ending(name: string, bytes: Uint8Array): Promise<string> {
  const started = performance.now()
  const ended = await extractText({ name, mediaType: '', bytes }).then(
    ({ text }) => `text of ${text.length}`,
    (error: { code?: string; message?: string }) => error.code ?? `not ours: ${error.message}`,
  )
  expect(performance.now() - started).toBeLessThan(BOUND_MS)
  return ended
}

/** The archive, saying of its last entry that it unpacks to `size` bytes. */
function understated(archive: Buffer, size: number): Buffer {
  const bytes = Buffer.from(archive)
  bytes.writeUInt32LE(size, bytes.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1')) + 24)
  return bytes
}

/** Entries that all point at the same packed bytes. */
function overlapping(count: number): Buffer {
  const data = Buffer.alloc(1_000_000, 'a')
  const packed = deflateRawSync(data)
  const header = (signature: string, name: Buffer, size: number): Buffer => {
    const entry = Buffer.alloc(size)
    entry.write(signature, 'latin1')
    const at = size === 30 ? 4 : 6
    entry.writeUInt16LE(20, at)
    entry.writeUInt16LE(8, at + 4)
    entry.writeUInt32LE(crc32(data), at + 10)
    entry.writeUInt32LE(packed.length, at + 14)
    entry.writeUInt32LE(data.length, at + 18)
    entry.writeUInt16LE(name.length, at + 22)
    return entry
  }
  const document = Buffer.from('word/document.xml')
  const local = Buffer.concat([header('PK\u0003\u0004', document, 30), document, packed])
  const directory = Buffer.concat(
    Array.from({ length: count }, (_, index) => {
      const name = index === 0 ? document : Buffer.from(`word/part${index}.xml`)
      return Buffer.concat([header('PK\u0001\u0002', name, 46), name])
    }),
  )
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, directory, end])
}

const pdfWith = (objects: readonly string[]): Buffer => {
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('')
  return Buffer.from(`%PDF-1.4\n${body}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n0\n%%EOF\n`, 'latin1')
}

describe('an archive that is made to fill the memory is refused before it is opened', () => {
  const bomb = docxOf(`<w:p><w:r><w:t>${'a'.repeat(70_000_000)}</w:t></w:r></w:p>`)

  it('by what it states', async () => {
    expect(bomb.length).toBeLessThan(200_000)
    expect(await ending('a.docx', bomb)).toBe('FILE_TOO_LARGE')
  })
  it('by what it hides', async () => {
    expect(await ending('a.docx', understated(bomb, 1_000))).toBe('SOURCE_NOT_EXTRACTABLE')
  })
  it('by what it hides in a part that is named as no text, which the document says it is', async () => {
    const relations =
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/part.bin"/></Relationships>'
    const files = { '[Content_Types].xml': '<Types/>', '_rels/.rels': relations, 'word/document.xml': '<x/>' }
    const hidden = zipOf({ ...files, 'word/part.bin': `<a>${'a'.repeat(40_000_000)}</a>` })
    const refused = extractText({ name: 'a.docx', mediaType: '', bytes: understated(hidden, 1_000) })
    await expect(refused).rejects.toThrow('was not opened')
  })
  it.each<[string, (archive: Buffer, end: number) => Buffer]>([
    ['with a directory of 64 bits beside it', (archive, end) => archive.fill(0xff, end + 4, end + 6)],
    [
      'with fewer entries stated than listed',
      (archive, end) => Buffer.concat([archive.subarray(0, end + 8), Buffer.from([2, 0, 2, 0]), archive.subarray(end + 12)]),
    ],
    ['behind something else', (archive) => Buffer.concat([archive.subarray(0, 30), archive])],
    [
      'with something before the end of its directory',
      (archive, end) => Buffer.concat([archive.subarray(0, end), Buffer.alloc(40), archive.subarray(end)]),
    ],
  ])('by a directory that may be read in two ways: %s', async (_case, change) => {
    const archive = docxOf('<w:p><w:r><w:t>The gate closes.</w:t></w:r></w:p>')
    expect(await ending('a.docx', archive)).toBe('text of 16')
    expect(await ending('a.docx', change(Buffer.from(archive), archive.length - 22))).toBe('SOURCE_NOT_EXTRACTABLE')
    expect(zipEntries(archive)).toHaveLength(3)
    expect(zipEntries(change(Buffer.from(archive), archive.length - 22))).toBeNull()
  })
  it('by entries that share their bytes', async () => {
    expect(await ending('a.docx', overlapping(60))).toBe('SOURCE_NOT_EXTRACTABLE')
  })
  it('by the number of its entries', async () => {
    const many = Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`word/media/${index}.png`, 'x']))
    expect(await ending('a.docx', zipOf({ 'word/document.xml': '<x/>', ...many }))).toBe('FILE_TOO_LARGE')
  })
  it('but one that only lies in a document is a part that nobody opens', async () => {
    const inner = zipOf({ 'a.zip': zipOf({ 'b.txt': 'b'.repeat(1_000_000) }).toString('latin1') }).toString('latin1')
    const outer = docxOf('<w:p><w:r><w:t>The gate closes.</w:t></w:r></w:p>', { 'word/embeddings/a.zip': inner })
    expect(await ending('a.docx', outer)).toBe('text of 16')
  })
})

describe('a document made of traps ends in an answer', () => {
  it('entities of XML that multiply', async () => {
    const entities = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
    const document = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">${entities}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l12;</w:t></w:r></w:p></w:body></w:document>`
    const files = { '[Content_Types].xml': '<Types/>', '_rels/.rels': '<Relationships/>', 'word/document.xml': document }
    expect(await ending('a.docx', zipOf(files))).toBe('SOURCE_NOT_EXTRACTABLE')
  })
  it('paragraphs of DOCX in each other, 50,000 deep', async () => {
    expect(await ending('a.docx', docxOf(`${'<w:p>'.repeat(50_000)}${'</w:p>'.repeat(50_000)}`))).toBe('SOURCE_NOT_EXTRACTABLE')
  })
  it('a page tree of PDF that comes back to itself', async () => {
    const cyclic = pdfWith([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 5 >>',
      '<< /Type /Pages /Kids [2 0 R] /Count 5 >>',
    ])
    expect(await ending('a.pdf', cyclic)).toBe('SOURCE_NOT_EXTRACTABLE')
  })
  it('a PDF that says it has a thousand million pages', async () => {
    const endless = pdfWith(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 1000000000 >>'])
    expect(await ending('a.pdf', endless)).toMatch(/FILE_TOO_LARGE|SOURCE_NOT_EXTRACTABLE/)
  })
  it.each<[string, string, Buffer]>([
    ['as it is usually written', '/Filter /FlateDecode', Buffer.alloc(0)],
    ['under a name that is written in another way', '/Filter /#46lateDecode', Buffer.alloc(0)],
    // A block of deflate that is stored as it stands.
    ['and holds the word for its end', '/Filter /FlateDecode', Buffer.from('\u0000\u000b\u0000\u00f4\u00ff endstream ', 'latin1')],
  ])('a stream of PDF that unpacks to gigabytes, %s', async (_case, filter, first) => {
    const whole = deflateSync(Buffer.alloc(80_000_000, ' '))
    const packed = Buffer.concat([whole.subarray(0, 2), first, whole.subarray(2)]).toString('latin1')
    const page = pdfOf(['x']).toString('latin1')
    const heavy = page.replace(
      /<< \/Length \d+ >>\nstream\n[\s\S]*?\nendstream/,
      () => `<< /Length ${packed.length} ${filter} >>\nstream\n${packed}\nendstream`,
    )
    expect(heavy).not.toBe(page)
    expect(await ending('a.pdf', Buffer.from(heavy, 'latin1'))).toBe('FILE_TOO_LARGE')
  })
  it('elements of HTML in each other, 100,000 deep', async () => {
    expect(await ending('a.html', Buffer.from(`<html>${'<div>'.repeat(100_000)}deep`))).toBe('text of 4')
    expect(await ending('a.html', Buffer.from(`<html>${'<p><b>'.repeat(100_000)}deep`))).toBe('text of 4')
  })
  it('a table of one line, 5 and 19 million characters long', async () => {
    expect(await ending('a.csv', Buffer.alloc(5_000_000, 'a,'))).toBe('text of 5000000')
    expect(await ending('a.csv', Buffer.alloc(19_000_000, 'a,'))).toBe('FILE_TOO_LARGE')
  })
  it('a file of 50 MB, whatever is in it', async () => {
    expect(await ending('a.csv', Buffer.alloc(50_000_000, 'a'))).toBe('FILE_TOO_LARGE')
  })
  it('a message of 10,000 parts, side by side and in each other', async () => {
    const side = `From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n'.repeat(10_000)}--b--\r\n`
    expect(await ending('a.eml', Buffer.from(side))).toBe('FILE_TOO_LARGE')
    const deep = Array.from({ length: 1_900 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join('')
    expect(await ending('a.eml', Buffer.from(`From: a@example.org\r\n${deep}Content-Type: text/plain\r\n\r\nhi\r\n`))).toBe(
      'SOURCE_NOT_EXTRACTABLE',
    )
  })
  it('a message in a message in a message', async () => {
    const inner = (depth: number): string =>
      depth === 0
        ? 'From: a@example.org\r\n\r\nthe innermost'
        : `From: a@example.org\r\nContent-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="m${depth}.eml"\r\n\r\n${inner(depth - 1)}\r\n--b${depth}--\r\n`
    expect(await ending('a.eml', Buffer.from(inner(20)))).toMatch(/^text of \d+$|SOURCE_NOT_EXTRACTABLE/)
  })
})
