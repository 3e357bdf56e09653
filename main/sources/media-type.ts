export const PDF = 'application/pdf'
export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
export const HTML = 'text/html'
export const PLAIN = 'text/plain'
export const MAIL = 'message/rfc822'

const BY_EXTENSION: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: DOCX,
  eml: MAIL,
  htm: HTML,
  html: HTML,
  json: 'application/json',
  markdown: 'text/markdown',
  md: 'text/markdown',
  pdf: PDF,
  tsv: 'text/tab-separated-values',
  xhtml: HTML,
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
}

/** The media type that a file's name promises; `text/plain` for any other. */
export function mediaTypeOf(name: string): string {
  return BY_EXTENSION[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? PLAIN
}
