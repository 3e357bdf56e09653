import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { GetPromptRequestSchema, ListPromptsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js'
import { TidegateError } from '#contracts/errors.ts'
import type { FieldValue, FieldValues, Template, TemplateField } from '#contracts/templates.ts'
import { composeRequest } from '../templates/index.ts'
import { inWords, type McpDeps } from './define-tool.ts'
import { demandToRead, mayRead } from './grants.ts'
import { templateLabel } from './template-label.ts'

const BAD_ARGUMENTS = -32_602
const FAILED = -32_603
/** What is to be written, beside the fields of a template. No field can be called so: their names begin with a small letter and have no hyphen. */
const TASK = 'task-text'

/**
 * The templates, as prompts: what a template makes of its fields, for whatever model the client uses. They change while a server runs. One that a
 * person wrote may hold what a client may not read; it is then not named.
 */
export function addPrompts({ server }: Pick<McpServer, 'server'>, { app }: Pick<McpDeps, 'app'>): void {
  async function readable(): Promise<Template[]> {
    const settings = app.config.get()
    const all = await app.templates.list()
    const labels = await Promise.all(all.map((template) => templateLabel(template, app)))
    return all.filter((template, n) => template.builtIn || mayRead(labels[n] ?? 'restricted', settings))
  }

  server.registerCapabilities({ prompts: { listChanged: true } })
  server.setRequestHandler(ListPromptsRequestSchema, async () => ({
    prompts: (await readable()).map((template) => ({
      name: template.id,
      title: template.name,
      description: template.purpose,
      arguments: [
        { name: TASK, description: 'What to write', required: !template.promptOptional },
        ...template.fields.map((field) => ({ name: field.name, description: aboutField(field), required: field.required })),
      ],
    })),
  }))
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) => {
    try {
      const template = await app.templates.get(params.name)
      if (!template.builtIn) demandToRead('This template', await templateLabel(template, app), app.config.get())
      const { [TASK]: task = '', ...given } = params.arguments ?? {}
      const { prompt, form } = composeRequest(template, task, valuesOf(template, given))
      const text = [prompt, form.shape].filter((part) => part !== '').join('\n\n')
      return { description: template.purpose, messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] }
    } catch (error) {
      throw new McpError(error instanceof TidegateError ? BAD_ARGUMENTS : FAILED, inWords(error, app.platform.log))
    }
  })
}

function aboutField({ label, help, kind }: TemplateField): string {
  const how = kind === 'list' ? 'One item a line.' : kind === 'number' ? 'A number.' : ''
  return [label, help, how].filter((part) => part !== '').join(' – ')
}

/** The protocol has text only. */
function valuesOf(template: Template, given: Readonly<Record<string, string>>): FieldValues {
  const kindOf = (name: string) => template.fields.find((field) => field.name === name)?.kind
  const fieldValue = (name: string, text: string): FieldValue => {
    const kind = kindOf(name)
    if (kind === 'list') return text.split('\n').filter((line) => line.trim() !== '')
    return kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
  }
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, fieldValue(name, text)]))
}
