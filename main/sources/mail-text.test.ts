import { describe, expect, it } from 'vitest'
import { extractText } from './extract-text.ts'
import { docxOf } from './test-files.ts'

const read = (lines: readonly string[], name = 'a.eml') => extractText({ name, mediaType: '', bytes: Buffer.from(lines.join('\r\n')) })
const attached = (name: string, type: string, content: Buffer): string[] => [
  '--b',
  `Content-Type: ${type}; name="${name}"`,
  `Content-Disposition: attachment; filename="${name}"`,
  'Content-Transfer-Encoding: base64',
  '',
  content.toString('base64'),
]
const HEAD = [
  'From: =?utf-8?q?J=C3=B6rg_Wall?= <joerg@example.org>',
  'To: ann@example.org, Ben <ben@example.org>',
  'Date: Mon, 2 Nov 2026 10:00:00 +0100',
  'Subject: Gate report',
  'MIME-Version: 1.0',
]

describe('a message', () => {
  it('reads as who wrote what to whom, then what is attached', async () => {
    const docx = docxOf('<w:p><w:r><w:t>The north gate stays shut.</w:t></w:r></w:p>')
    const { text, mediaType, parts, note } = await read([
      ...HEAD,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/alternative; boundary=c',
      '',
      '--c',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'Sch=F6ne Gr=FC=DFe',
      '--c',
      'Content-Type: text/html',
      '',
      '<p>Only for those who see HTML</p>',
      '--c--',
      ...attached('report.docx', 'application/octet-stream', docx),
      ...attached('photo.png', 'image/png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
      '--b--',
      '',
    ])
    expect(mediaType).toBe('message/rfc822')
    expect(text).toMatch(
      /^From: Jörg Wall <joerg@example\.org>\nTo: ann@example\.org, Ben <ben@example\.org>\nDate: .*\nSubject: Gate report\n\nSchöne Grüße/,
    )
    expect(text).toContain('Attachment: report.docx\n\nThe north gate stays shut.')
    expect(text).toContain('Attachment: photo.png (not read)')
    expect(text).not.toContain('HTML')
    expect(parts?.map(({ name, start }) => [name, text.slice(start, start + 11)])).toEqual([
      ['message', 'From: Jörg '],
      ['attachment 1', 'Attachment:'],
      ['attachment 2', 'Attachment:'],
    ])
    expect(note).toBe('1 of 2 attachments could not be read.')
  })

  it('with nothing but HTML reads as what is seen of it', async () => {
    const { text } = await read([...HEAD, 'Content-Type: text/html', '', '<h1>Gates</h1><script>x()</script><p>One &amp; two</p>'])
    expect(text).toMatch(/Subject: Gate report\n\n# Gates\n\nOne & two$/)
  })

  it('is a message only if it begins like one', async () => {
    expect(await read(['no header here', ''])).toMatchObject({ mediaType: 'text/plain' })
  })
})
