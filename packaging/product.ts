import { APP_ID } from '../main/electron/app-origin.ts'
import { LINK_SCHEME } from '../main/electron/desktop/deep-link.ts'
import type { OPENED_EXTENSIONS } from '../main/electron/desktop/opened-files.ts'

/** Kinds of files that the app can be asked to open. */
export const OPENED_FILES = [
  { ext: 'md', description: 'Markdown text', mimeType: 'text/markdown' },
  { ext: 'txt', description: 'Text', mimeType: 'text/plain' },
  { ext: 'pdf', description: 'PDF document', mimeType: 'application/pdf' },
  { ext: 'docx', description: 'Word document', mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
  { ext: 'csv', description: 'Table of values', mimeType: 'text/csv' },
  { ext: 'html', description: 'Web page', mimeType: 'text/html' },
] as const satisfies ReadonlyArray<{
  readonly ext: (typeof OPENED_EXTENSIONS)[number]
  readonly description: string
  readonly mimeType: string
}>

/** What the systems know the product by. Changing an id or the executable's name makes an update another product. */
export const PRODUCT = {
  name: 'Tidegate',
  appId: APP_ID,
  executable: 'tidegate',
  /** Where Linux packages put it; the sandbox profile names this path. */
  linuxFolder: '/opt/Tidegate',
  linkScheme: LINK_SCHEME,
  // Reserved names until there is a site: a package must have both.
  homepage: 'https://tidegate.example',
  author: { name: 'The Tidegate authors', email: 'maintainers@tidegate.example' },
} as const
