/**
 * A text as a literal of JavaScript. It leaves double quotes alone, of which JSON is full: the protocol's own JSON escapes them, and once
 * is enough. Halves of surrogate pairs are written out, as not every reader on the way keeps one that stands alone.
 */
export function scriptLiteral(text: string): string {
  return `'${text.replace(/['\\\n\r\ud800-\udfff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`
}
