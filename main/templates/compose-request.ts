import { TidegateError } from '#contracts/errors.ts'
import { LIMITS } from '#contracts/generation.ts'
import { type FieldValues, placeholdersOf, type RequestForm, type Template } from '#contracts/templates.ts'
import { checkFields, wordsOf } from './field-values.ts'
import { parseJsonSchema } from './json-schema.ts'

export interface ComposedRequest {
  /** What is judged, masked and sent. */
  readonly prompt: string
  readonly form: RequestForm
}

/**
 * What a template makes of a prompt and of the values of its fields. Everything that a person wrote goes into `prompt`, so that it takes the
 * one way through the gate; only the sentences of a built-in template that hold no field go into `form.shape`. Throws BAD_INPUT that
 * names the field, and PROMPT_EMPTY.
 */
export function composeRequest(template: Template, typed: string, given: FieldValues): ComposedRequest {
  const fields = checkFields(template, given)
  const shape: string[] = []
  const said: string[] = []
  for (const sentence of template.instruction) {
    const names = placeholdersOf(sentence)
    if (names.some((name) => fields[name] === undefined)) continue
    if (names.length === 0 && template.builtIn) shape.push(sentence)
    else said.push(filled(template, sentence, fields))
  }
  const empty = typed.trim() === ''
  if (empty && (!template.promptOptional || Object.keys(fields).length === 0)) {
    throw new TidegateError('PROMPT_EMPTY', 'The prompt is empty. Write what you want to have written.')
  }
  const prompt = [...(empty ? [] : [typed]), ...(said.length === 0 ? [] : [said.join('\n')])].join('\n\n')
  if (prompt.length > LIMITS.promptChars) {
    throw new TidegateError('BAD_INPUT', `Prompt and fields together are longer than ${LIMITS.promptChars} characters. Shorten them.`)
  }
  const jsonSchema = schemaOf(template, fields)
  return {
    prompt,
    form: {
      typed,
      fields,
      shape: shape.join(' '),
      output: template.output,
      extractive: template.extractive,
      ...(jsonSchema === undefined ? {} : { jsonSchema }),
    },
  }
}

/** Filled in one pass: a value that looks like a placeholder stays what it is. */
function filled(template: Template, sentence: string, fields: FieldValues): string {
  return sentence.replace(/\{([a-z][A-Za-z0-9]{0,39})\}/g, (whole, name: string) => {
    const field = template.fields.find((candidate) => candidate.name === name)
    const value = fields[name]
    return field === undefined || value === undefined ? whole : wordsOf(field, value)
  })
}

function schemaOf(template: Template, fields: FieldValues): unknown {
  const field = template.fields.find(({ kind }) => kind === 'json-schema')
  const text = field === undefined ? undefined : fields[field.name]
  const parsed = typeof text === 'string' ? parseJsonSchema(text) : null
  return parsed?.ok === true ? parsed.schema : undefined
}

/**
 * The text to judge while a request is being composed: as it would be sent, or, while the fields cannot be, everything that was typed so
 * far. Never less than what a person wrote.
 */
export function previewText(template: Template, request: { prompt: string; fields?: FieldValues | undefined }): string {
  const fields = request.fields ?? {}
  try {
    return composeRequest(template, request.prompt, fields).prompt
  } catch {
    return [request.prompt, ...Object.values(fields).map((value) => (Array.isArray(value) ? value.join('\n') : String(value)))].join('\n')
  }
}
