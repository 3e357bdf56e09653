import { t } from '../i18n/t.ts'

/** The core refuses larger files as well; saying so here saves reading and sending them. */
const MAX_BYTES = 20 * 1024 * 1024

/** What the file picker offers. */
export const ACCEPTED_FILES = '.pdf,.docx,.html,.htm,.md,.markdown,.csv,.tsv,.eml,.txt'

const EXTENSIONS: ReadonlySet<string> = new Set(ACCEPTED_FILES.split(','))

/** Why a file cannot become a source, or null when it can. */
export function refusalFor(file: Pick<File, 'name' | 'size'>): string | null {
  const dot = file.name.lastIndexOf('.')
  const extension = dot < 0 ? '' : file.name.slice(dot).toLowerCase()
  if (!EXTENSIONS.has(extension)) return t('This kind of file cannot be read. Use PDF, DOCX, HTML, Markdown, CSV, e-mail (.eml) or text.')
  if (file.size > MAX_BYTES) return t('The file is larger than 20 MiB. Split it, or save only the part you need.')
  if (file.size === 0) return t('The file is empty.')
  return null
}

/** The file's bytes as base64. Rejects when the file cannot be read, for example because it has moved. */
export async function encodeFile(file: Blob): Promise<string> {
  const unreadable = t('The file could not be read. Check that it still exists and try again.')
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(new Error(unreadable)))
    reader.readAsDataURL(file)
  })
  return url.slice(url.indexOf(',') + 1)
}
