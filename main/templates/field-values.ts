import { TidegateError } from '#contracts/errors.ts'
import { type FieldValue, type FieldValues, LENGTHS, type Template, type TemplateField, TONES } from '#contracts/templates.ts'
import { parseJsonSchema } from './json-schema.ts'

/** What a length stands for in a request; the extractive engine reads the numbers, too. */
const LENGTH_WORDS: Readonly<Record<string, string>> = { short: 'three sentences', medium: 'two paragraphs', long: 'five paragraphs' }
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/

/** Values that fit a template: each checked, those left out taken from the defaults. Throws BAD_INPUT that names the field. */
export function checkFields(template: Template, given: FieldValues): FieldValues {
  const known = new Set(template.fields.map(({ name }) => name))
  for (const name of Object.keys(given)) {
    if (known.has(name)) continue
    const names = template.fields.map((field) => field.name).join(', ')
    throw bad(`The template ${template.id} has no field ${name}. ${names === '' ? 'It has no fields.' : `Its fields are ${names}.`}`)
  }
  const values: FieldValues = {}
  for (const field of template.fields) {
    const value = checked(field, given[field.name] ?? field.default ?? '')
    if (!isOpen(value)) values[field.name] = value
    else if (field.required) throw bad(`The field ${field.name} of the template ${template.id} is required. Fill it in.`)
  }
  return values
}

/** A value as it stands in a sentence. */
export function wordsOf(field: TemplateField, value: FieldValue): string {
  if (Array.isArray(value)) return value.join('; ')
  if (field.kind === 'length') return LENGTH_WORDS[String(value)] ?? String(value)
  if (field.kind === 'language') return languageName(String(value))
  return String(value)
}

function isOpen(value: FieldValue): boolean {
  return Array.isArray(value) ? value.length === 0 : typeof value === 'string' && value.trim() === ''
}

function checked(field: TemplateField, value: FieldValue): FieldValue {
  if (isOpen(value)) return ''
  switch (field.kind) {
    case 'text':
    case 'long-text': {
      const text = textOf(field, value)
      if (text.length > field.maxChars) throw bad(`The field ${field.name} takes at most ${field.maxChars} characters. Shorten it.`)
      if (field.kind === 'text' && /[\r\n]/.test(text)) throw bad(`The field ${field.name} takes one line.`)
      return text
    }
    case 'choice':
      return oneOf(
        field,
        value,
        field.choices.map((choice) => choice.value),
      )
    case 'tone':
      return oneOf(field, value, TONES)
    case 'length':
      return oneOf(field, value, LENGTHS)
    case 'number':
      return numberOf(field, value)
    case 'language': {
      const tag = textOf(field, value).trim()
      if (LANGUAGE.test(tag)) return tag
      throw bad(`The field ${field.name} takes a language tag such as en, de or pt-BR.`)
    }
    case 'list': {
      const items = (Array.isArray(value) ? value : String(value).split('\n')).map((item) => item.trim()).filter((item) => item !== '')
      if (items.length > field.maxItems) throw bad(`The field ${field.name} takes at most ${field.maxItems} lines.`)
      return items
    }
    case 'json-schema': {
      const text = textOf(field, value)
      const parsed = parseJsonSchema(text)
      if (!parsed.ok) throw bad(`The field ${field.name} holds no usable JSON schema: ${parsed.reason}`)
      return text
    }
  }
}

function textOf(field: TemplateField, value: FieldValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  throw bad(`The field ${field.name} takes one text, not a list.`)
}

function numberOf(field: Extract<TemplateField, { kind: 'number' }>, value: FieldValue): number {
  const number = typeof value === 'number' ? value : Number(textOf(field, value))
  if (Number.isFinite(number) && number >= field.min && number <= field.max) return number
  throw bad(`The field ${field.name} takes a number from ${field.min} to ${field.max}.`)
}

function oneOf(field: TemplateField, value: FieldValue, choices: readonly string[]): string {
  const text = textOf(field, value)
  if (choices.includes(text)) return text
  throw bad(`The field ${field.name} takes one of: ${choices.join(', ')}.`)
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}

function bad(message: string): TidegateError {
  return new TidegateError('BAD_INPUT', message)
}
