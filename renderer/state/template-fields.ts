import type { FieldValue, FieldValues, Template, TemplateField } from '#contracts/templates.ts'

/** What of the filled-in values belongs to a template; values of another template's fields stay behind. */
export function fieldsFor(template: Template | undefined, values: FieldValues): FieldValues {
  const fitting: FieldValues = {}
  for (const field of template?.fields ?? []) {
    const value = values[field.name]
    if (value !== undefined && !isOpen(value) && fits(field, value)) fitting[field.name] = value
  }
  return fitting
}

/** Names of the fields that have to be filled in and are not. */
export function missingFields(template: Template | undefined, values: FieldValues): string[] {
  const filled = fieldsFor(template, values)
  return (template?.fields ?? []).filter((field) => field.required && filled[field.name] === undefined).map(({ label }) => label)
}

/** Whether there is enough to write from: a prompt, or fields where the template lets them stand for it. */
export function isSendable(template: Template | undefined, prompt: string, values: FieldValues): boolean {
  if (missingFields(template, values).length > 0) return false
  if (prompt.trim() !== '') return true
  return template?.promptOptional === true && Object.keys(fieldsFor(template, values)).length > 0
}

function isOpen(value: FieldValue): boolean {
  return Array.isArray(value) ? value.length === 0 : String(value).trim() === ''
}

function fits(field: TemplateField, value: FieldValue): boolean {
  if (field.kind === 'choice') return field.choices.some((choice) => choice.value === value)
  return field.kind === 'list' || !Array.isArray(value)
}
