import type { Template, TemplateField } from '#contracts/templates.ts'
import { fromCore } from '../i18n/core-text.ts'

/** A template that comes with the app, with its names in the person's language. One of the workspace's own is as it was written. */
export function spokenTemplate(template: Template): Template {
  if (!template.builtIn) return template
  return { ...template, name: fromCore(template.name), purpose: fromCore(template.purpose), fields: template.fields.map(spokenField) }
}

function spokenField(field: TemplateField): TemplateField {
  const about = { label: fromCore(field.label), help: fromCore(field.help) }
  if (field.kind !== 'choice') return { ...field, ...about }
  return { ...field, ...about, choices: field.choices.map(({ value, label }) => ({ value, label: fromCore(label) })) }
}
