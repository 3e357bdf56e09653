import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { GetPromptRequestSchema, ListPromptsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js'
import { TidegateError } from '#contracts/errors.ts'
import { LENGTHS, TONES } from '#contracts/template-choices.ts'
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
  server.setRequestHandler(ListPromptsRequestSchema, () =>
    guarded(async () => ({
      prompts: (await readable()).map((template) => ({
        name: template.id,
        title: template.name,
        description: template.purpose,
        arguments: [
          { name: TASK, description: 'What to write', required: needsTask(template) },
          ...template.fields.map((field) => ({ name: field.name, description: aboutField(field), required: field.required })),
        ],
      })),
    })),
  )
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) =>
    guarded(async () => {
      const template = await app.templates.get(params.name)
      if (!template.builtIn) demandToRead('This template', await templateLabel(template, app), app.config.get())
      const { [TASK]: task = '', ...given } = params.arguments ?? {}
      const { prompt, form } = composeRequest(template, task, valuesOf(template, given))
      const text = [prompt, form.shape].filter((part) => part !== '').join('\n\n')
      return { description: template.purpose, messages: [{ role: 'user' as const, content: { type: 'text' as const, text } }] }
    }),
  )

  /** Nothing that an error says goes out unless it is in words of ours. */
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw new McpError(error instanceof TidegateError ? BAD_ARGUMENTS : FAILED, inWords(error, app.platform.log))
    }
  }
}

/** Without a task and without a field there is nothing to write: whoever gives what is required has enough. */
function needsTask({ promptOptional, fields }: Template): boolean {
  return !promptOptional || !fields.some(({ required }) => required)
}

function aboutField(field: TemplateField): string {
  return [field.label, field.help, howToFill(field)].filter((part) => part !== '').join(' – ')
}

/** The protocol has no kinds of arguments: what one takes is said in words. */
function howToFill(field: TemplateField): string {
  switch (field.kind) {
    case 'text':
    case 'long-text':
      return ''
    case 'list':
      return 'One item a line.'
    case 'number':
      return 'A number.'
    case 'language':
      return 'A language tag such as en or pt-BR.'
    case 'json-schema':
      return 'A JSON Schema.'
    case 'choice':
      return `One of: ${field.choices.map(({ value }) => value).join(', ')}.`
    case 'tone':
      return `One of: ${TONES.join(', ')}.`
    case 'length':
      return `One of: ${LENGTHS.join(', ')}.`
  }
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
