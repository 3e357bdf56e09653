import { useId } from 'react'
import { LENGTHS, TEMPLATE_LIMITS, TONES } from '#contracts/template-choices.ts'
import type { FieldValue, TemplateField } from '#contracts/templates.ts'
import { t } from '../../i18n/t.ts'
import { useChosenTemplate, useCompose } from '../../state/app-context.ts'
import { fieldsFor, missingFields } from '../../state/template-fields.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { LANGUAGES } from './languages.ts'
import { TemplateActions } from './template-actions.tsx'
import './template-fields.css'

const TONE_TEXT: Readonly<Record<(typeof TONES)[number], string>> = {
  neutral: t('Neutral'),
  friendly: t('Friendly'),
  formal: t('Formal'),
  plain: t('Plain'),
  persuasive: t('Persuasive'),
  enthusiastic: t('Enthusiastic'),
}

const LENGTH_TEXT: Readonly<Record<(typeof LENGTHS)[number], string>> = {
  short: t('Short'),
  medium: t('Medium'),
  long: t('Long'),
}

/** What the chosen template asks for beside the prompt. Open where something has to be filled in. */
export function TemplateFields() {
  const template = useChosenTemplate()
  const fields = useCompose((s) => s.fields)
  const setField = useCompose((s) => s.setField)
  if (template === undefined) return null
  const filled = Object.keys(fieldsFor(template, fields)).length
  const missing = missingFields(template, fields)
  const { name } = template
  const summary =
    missing.length > 0
      ? t('Details for “{name}”: fill in {fields}', { name, fields: missing.join(', ') })
      : t('Details for “{name}”{filled, plural, =0 {} one { (# field filled in)} other { (# fields filled in)}}', { name, filled })
  return (
    <section className="template-fields" aria-label={t('Details of the template')}>
      <Disclosure key={template.id} summary={summary} defaultOpen={template.fields.some(({ required }) => required)}>
        {template.purpose === '' ? null : <p className="small muted">{template.purpose}</p>}
        <div className="field-grid">
          {template.fields.map((field) => (
            <Field
              key={field.name}
              field={field}
              value={fields[field.name] ?? field.default ?? ''}
              onChange={(value) => setField(field.name, value)}
            />
          ))}
        </div>
        <TemplateActions template={template} />
      </Disclosure>
    </section>
  )
}

interface FieldProps<F extends TemplateField = TemplateField> {
  readonly field: F
  readonly value: FieldValue
  readonly onChange: (value: FieldValue) => void
}

function Field({ field, value, onChange }: FieldProps) {
  switch (field.kind) {
    case 'choice':
      return (
        <Choice
          field={field}
          value={value}
          onChange={onChange}
          options={field.choices.map((choice) => ({ value: choice.value, text: choice.label }))}
        />
      )
    case 'tone':
      return <Choice field={field} value={value} onChange={onChange} options={TONES.map((value) => ({ value, text: TONE_TEXT[value] }))} />
    case 'length':
      return (
        <Choice field={field} value={value} onChange={onChange} options={LENGTHS.map((value) => ({ value, text: LENGTH_TEXT[value] }))} />
      )
    case 'language':
      return <Choice field={field} value={value} onChange={onChange} options={LANGUAGES} />
    case 'list':
      return (
        <LongField
          field={field}
          text={Array.isArray(value) ? value.join('\n') : String(value)}
          maxChars={TEMPLATE_LIMITS.valueChars}
          onText={(text) => onChange(text === '' ? [] : text.split('\n').slice(0, TEMPLATE_LIMITS.listItems))}
        />
      )
    case 'long-text':
      return <LongField field={field} text={String(value)} maxChars={field.maxChars} onText={onChange} />
    case 'json-schema':
      return <LongField field={field} text={String(value)} maxChars={TEMPLATE_LIMITS.valueChars} onText={onChange} code />
    case 'text':
    case 'number':
      return <LineField field={field} value={value} onChange={onChange} />
  }
}

function Choice({ field, value, onChange, options }: FieldProps & { readonly options: ReadonlyArray<{ value: string; text: string }> }) {
  const open = { value: '', text: field.required ? t('Choose…') : t('As the request says') }
  return <SelectField label={labelOf(field)} value={String(value)} options={[open, ...options]} onChange={onChange} />
}

function LineField({ field, value, onChange }: FieldProps<Extract<TemplateField, { kind: 'text' | 'number' }>>) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {labelOf(field)}
      </label>
      <input
        id={id}
        className="text-input"
        value={Array.isArray(value) ? value.join(' ') : value}
        placeholder={field.help}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
        {...(field.kind === 'number' ? { type: 'number', min: field.min, max: field.max } : { type: 'text', maxLength: field.maxChars })}
      />
    </div>
  )
}

function LongField(props: {
  readonly field: TemplateField
  readonly text: string
  readonly maxChars: number
  readonly onText: (text: string) => void
  readonly code?: boolean
}) {
  const id = useId()
  return (
    <div className="field field-wide">
      <label className="field-label" htmlFor={id}>
        {labelOf(props.field)}
      </label>
      <textarea
        id={id}
        className={props.code === true ? 'text-area field-code' : 'text-area'}
        rows={3}
        value={props.text}
        placeholder={props.field.help}
        maxLength={props.maxChars}
        spellCheck={props.code !== true}
        onChange={(event) => props.onText(event.target.value)}
      />
    </div>
  )
}

function labelOf({ label, required }: TemplateField): string {
  return required ? t('{label} (required)', { label }) : label
}
