import { TidegateError } from '#contracts/errors.ts'
import { FieldNameSchema, type FieldValues, type Template, TemplateDefinitionSchema } from '#contracts/templates.ts'
import { type CliContext, type CommonOptions, withApp } from '../context.ts'
import { readJson, readText } from '../input.ts'
import { print, table } from '../output.ts'

export async function templatesList(context: CliContext, options: CommonOptions): Promise<void> {
  const templates = await withApp(context, options, (app) => app.templates.list())
  print(options.json, templates, () =>
    table([
      ['ID', 'NAME', 'FIELDS', 'FOR'],
      ...templates.map(({ id, name, fields, purpose }) => [id, name, fields.map((field) => field.name).join(', ') || '-', purpose]),
    ]),
  )
}

export async function templatesShow(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const template = (await withApp(context, options, (app) => app.templates.list())).find((one) => one.id === id)
  // A name that was typed, as for `generate --template`: the command line is what is wrong.
  if (template === undefined)
    throw new TidegateError('BAD_INPUT', `There is no template ${id}. "tidegate templates list" shows what there is.`)
  const { builtIn: _builtIn, ...definition } = template
  print(options.json, definition, () => linesOf(template))
}

function linesOf(template: Template): string[] {
  return [
    `${template.id}  ${template.name}${template.builtIn ? '' : '  (your own)'}`,
    template.purpose,
    `Gives ${template.output}. ${template.extractive === null ? 'Needs a model.' : `Without a model: ${template.extractive}.`}`,
    ...table(
      template.fields.map((field) => [
        `  ${field.name}`,
        `${field.kind}${field.required ? ', required' : ''}`,
        `${field.label}. ${field.help}`,
      ]),
    ),
  ]
}

/** `templates add`: from a file in the form that `templates show --json` prints. */
export async function templatesAdd(context: CliContext, file: string, options: CommonOptions): Promise<void> {
  const parsed = TemplateDefinitionSchema.safeParse(await readJson(file))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new TidegateError('BAD_INPUT', `${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no template'}`)
  }
  const template = await withApp(context, options, (app) => app.templates.put(parsed.data))
  print(options.json, template, () => [`Added ${template.id}.`])
}

export async function templatesRemove(context: CliContext, id: string, options: CommonOptions): Promise<void> {
  const removed = await withApp(context, options, (app) => app.templates.remove(id))
  if (!removed)
    throw new TidegateError('NOT_FOUND', `There is no template ${id} of your own. "tidegate templates list" shows what there is.`)
  print(options.json, { removed }, () => ['Removed.'])
}

/** `name=value` as given on a command line; `name=@file` reads the file; a name that comes again adds a line to a list. Throws BAD_INPUT. */
export async function fieldsOf(given: readonly string[]): Promise<FieldValues> {
  const fields: FieldValues = {}
  for (const pair of given) {
    const at = pair.indexOf('=')
    const name = FieldNameSchema.safeParse(at === -1 ? '' : pair.slice(0, at))
    if (!name.success) throw new TidegateError('BAD_INPUT', '--field needs name=value, as in --field tone=friendly.')
    const raw = pair.slice(at + 1)
    const value = raw.startsWith('@') ? await readText(raw.slice(1)) : raw
    const earlier = fields[name.data]
    fields[name.data] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [String(earlier)]), value]
  }
  return fields
}
