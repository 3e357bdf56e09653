import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Template, TemplateDefinitionSchema } from '#contracts/templates.ts'

/** In the order in which they are offered. */
const FILES = ['summary', 'brief', 'email', 'bullets', 'report', 'post', 'translation', 'rewrite', 'extraction'] as const

/** The templates that come with the app, from `resources/templates`. Throws on a file that is not what the contract describes. */
export function loadBuiltInTemplates(folder: string): Template[] {
  return FILES.map((name) => {
    const content: unknown = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
    return { ...TemplateDefinitionSchema.parse(content), builtIn: true }
  })
}
