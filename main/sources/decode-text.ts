import { TidegateError } from '#contracts/errors.ts'

const NOT_TEXT = 'The file is not text: it may be an image, a program or an archive. Attach a text, PDF, DOCX or HTML file.'
/** Share of control characters above which bytes are not text. */
const MAX_CONTROL = 0.005
/** Latin text has few letters beyond ASCII; more of them is another encoding, which would come out as nonsense. */
const MAX_HIGH = 0.35

/**
 * Text of plain bytes: by byte order mark, else UTF-8, else Windows-1252 (a superset of Latin-1) where that is plausible.
 * Line ends stay as they are. Throws FILE_IS_BINARY.
 */
export function decodeText(bytes: Uint8Array): string {
  const [a, b, c] = bytes
  if (a === 0xff && b === 0xfe) return checked(new TextDecoder('utf-16le').decode(bytes))
  if (a === 0xfe && b === 0xff) return checked(new TextDecoder('utf-16be').decode(bytes))
  if (a === 0xef && b === 0xbb && c === 0xbf) return checked(new TextDecoder('utf-8').decode(bytes))
  if (bytes.includes(0)) throw new TidegateError('FILE_IS_BINARY', NOT_TEXT)
  try {
    return checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof TidegateError) throw error
    return checked(damagedUtf8(bytes) ?? latin(bytes))
  }
}

/** UTF-8 with a few broken bytes (a cut-off file), or null when it is another encoding. */
function damagedUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(bytes)
  let broken = 0
  let whole = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit === 0xfffd) broken += 1
    else if (unit > 0x7f) whole += 1
  }
  return whole > broken ? text : null
}

function latin(bytes: Uint8Array): string {
  const high = bytes.reduce((count, byte) => (byte > 0x7f ? count + 1 : count), 0)
  if (high > bytes.length * MAX_HIGH) throw new TidegateError('FILE_IS_BINARY', `${NOT_TEXT} If it is text, save it as UTF-8.`)
  return new TextDecoder('windows-1252').decode(bytes)
}

function checked(text: string): string {
  let control = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    // Tab, line feed, form feed, carriage return and escape occur in text and logs.
    if (
      (unit < 0x20 && unit !== 9 && unit !== 10 && unit !== 12 && unit !== 13 && unit !== 27) ||
      (unit >= 0x7f && unit < 0xa0 && unit !== 0x85)
    )
      control += 1
  }
  if (control > 0 && control > text.length * MAX_CONTROL) throw new TidegateError('FILE_IS_BINARY', NOT_TEXT)
  return text
}
