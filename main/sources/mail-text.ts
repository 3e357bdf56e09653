import type { Address, Attachment, Email } from 'postal-mime'
import { TidegateError } from '#contracts/errors.ts'
import { htmlText } from './html-text.ts'
import type { TextPart } from './passages/index.ts'
import type { FileToRead } from './plain-text.ts'
import type { ExtractedText } from './types.ts'

/** Attachments that are read; the rest is listed by name. */
const MAX_READ = 20
const MAX_LISTED = 100
const MAX_READ_BYTES = 20 * 1024 * 1024
const MAX_NESTING = 32
const MAX_HEADER_BYTES = 256 * 1024
/** Boundaries in a message: more than this is made to take long. */
const MAX_PARTS = 2_000

/** Reads an attachment as any other file; throws what that throws. */
export type ReadAttachment = (file: FileToRead) => Promise<ExtractedText>

/**
 * A message as a person reads it: From, To, Date and Subject, its text (the plain one, else what a reader sees of the HTML), then the
 * attachments: each by name, and with its text where it can be read. Throws SOURCE_NOT_EXTRACTABLE, FILE_TOO_LARGE.
 */
export async function mailText(bytes: Uint8Array, readAttachment: ReadAttachment): Promise<Pick<ExtractedText, 'text' | 'parts' | 'note'>> {
  assertFewParts(bytes)
  const { default: PostalMime } = await import('postal-mime')
  const email = await PostalMime.parse(bytes, { maxNestingDepth: MAX_NESTING, maxHeadersSize: MAX_HEADER_BYTES }).catch(
    (cause: unknown) => {
      throw new TidegateError('SOURCE_NOT_EXTRACTABLE', 'This message is damaged or nested too deep. Save its text and attach that.', {
        cause,
      })
    },
  )
  const parts: TextPart[] = [{ start: 0, kind: 'part', number: 1, name: 'message' }]
  let text = `${headerLines(email).join('\n')}\n\n${bodyOf(email)}`.trim()
  let unread = 0
  let left = MAX_READ_BYTES
  for (const [index, attachment] of email.attachments.slice(0, MAX_LISTED).entries()) {
    const name = attachment.filename ?? 'unnamed'
    const content = contentOf(attachment)
    const read = index < MAX_READ && content.byteLength <= left ? await readable(readAttachment, name, attachment, content) : null
    text += '\n\n'
    parts.push({ start: text.length, kind: 'part', number: index + 2, name: `attachment ${index + 1}` })
    text += `Attachment: ${name}${read === null ? ' (not read)' : `\n\n${read.text}`}`
    if (read === null) unread += 1
    else left -= content.byteLength
  }
  unread += Math.max(0, email.attachments.length - MAX_LISTED)
  return { text, parts, ...(unread === 0 ? {} : { note: `${unread} of ${email.attachments.length} attachments could not be read.` }) }
}

async function readable(read: ReadAttachment, name: string, { mimeType }: Attachment, bytes: Uint8Array): Promise<ExtractedText | null> {
  try {
    return await read({ name, mediaType: mimeType, bytes })
  } catch (error) {
    if (error instanceof TidegateError) return null
    throw error
  }
}

function headerLines(email: Email): string[] {
  return [
    line('From', email.from === undefined ? '' : addressText(email.from)),
    line('To', (email.to ?? []).map(addressText).join(', ')),
    line('Cc', (email.cc ?? []).map(addressText).join(', ')),
    line('Date', email.date ?? ''),
    line('Subject', email.subject ?? ''),
  ].filter((entry) => entry !== '')
}

function line(name: string, value: string): string {
  const flat = value.replace(/\s+/g, ' ').trim()
  return flat === '' ? '' : `${name}: ${flat.slice(0, 2_000)}`
}

function addressText({ name, address }: Address): string {
  if (address === undefined || address === '') return name
  return name === '' || name === undefined ? address : `${name} <${address}>`
}

function bodyOf({ text, html }: Email): string {
  const plain = text?.trim() ?? ''
  return plain === '' ? htmlText(html ?? '') : plain
}

function contentOf({ content }: Attachment): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content, 'utf8')
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}

/** The parser keeps a node for each part: a message of nothing but boundaries is refused before it does. */
function assertFewParts(bytes: Uint8Array): void {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let headers = 0
  for (let at = file.indexOf('ontent-'); at !== -1; at = file.indexOf('ontent-', at + 7)) {
    headers += 1
    if (headers > MAX_PARTS * 4) {
      throw new TidegateError('FILE_TOO_LARGE', 'This message has more parts than is reasonable. Save its text and attach that.')
    }
  }
}
