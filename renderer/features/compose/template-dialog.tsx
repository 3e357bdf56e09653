import { useId, useState } from 'react'
import { OUTPUT_KINDS, type Template, TemplateDefinitionSchema } from '#contracts/templates.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Modal } from '../../ui/modal.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'

const OUTPUT_TEXT: Readonly<Record<Template['output'], string>> = {
  prose: t('Running text'),
  markdown: t('Headings and lists'),
  json: verbatim('JSON'),
}

interface TemplateDialogProps {
  /** The template to copy, or to change where it is the workspace's own. */
  readonly from: Template
  readonly onClose: () => void
}

/** A template of one's own. What is written here is judged with every request that uses it. */
export function TemplateDialog({ from, onClose }: TemplateDialogProps) {
  const { templates, compose } = useApp()
  const [id, setId] = useState(from.builtIn ? `my-${from.id}` : from.id)
  const [name, setName] = useState(from.builtIn ? t('{name} (copy)', { name: from.name }) : from.name)
  const [instruction, setInstruction] = useState(from.instruction.join('\n\n'))
  const [output, setOutput] = useState(from.output)
  const [fields, setFields] = useState(() => JSON.stringify(from.fields, null, 2))
  const [problem, setProblem] = useState<string | null>(null)

  const keep = async (): Promise<void> => {
    const { builtIn: _builtIn, ...kept } = from
    const sentences = instruction.split(/\n{2,}/).filter((sentence) => sentence.trim() !== '')
    const parsed = TemplateDefinitionSchema.safeParse({
      ...kept,
      id,
      name,
      output,
      instruction: sentences,
      fields: parseJson(fields),
      extractive: output === 'json' ? null : from.extractive,
    })
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      return setProblem([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '))
    }
    try {
      await templates.getState().put(parsed.data)
      compose.getState().setTemplate(parsed.data.id)
      onClose()
    } catch (error) {
      setProblem(describeError(error))
    }
  }

  return (
    <Modal
      open
      onClose={onClose}
      title={from.builtIn ? t('Copy “{name}”', { name: from.name }) : t('Change “{name}”', { name: from.name })}
      description={t('{field} in a sentence stands for the field of that name; the sentence is left out while the field is empty.', {
        field: verbatim('{name}'),
      })}
      shape="wide"
      actions={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button tone="primary" onClick={() => void keep()}>
            {t('Keep template')}
          </Button>
        </>
      }
    >
      <div className="stack">
        {problem === null ? null : (
          <Callout tone="bad" title={t('The template cannot be kept')} role="alert">
            {problem}
          </Callout>
        )}
        <div className="field-grid">
          <TextField label={t('Name')} value={name} onChange={setName} />
          {from.builtIn ? <TextField label={t('Id, for the command line')} value={id} onChange={setId} /> : null}
          <SelectField
            label={t('Gives')}
            value={output}
            options={OUTPUT_KINDS.map((value) => ({ value, text: OUTPUT_TEXT[value] }))}
            onChange={setOutput}
          />
        </div>
        <Area label={t('Sentences, with an empty line between them')} rows={9} value={instruction} onChange={setInstruction} />
        <Area label={t('Fields, as JSON')} rows={9} value={fields} onChange={setFields} code />
      </div>
    </Modal>
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

interface TextProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function Area({ label, value, onChange, rows, code = false }: TextProps & { readonly rows: number; readonly code?: boolean }) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={code ? 'text-area field-code' : 'text-area'}
        rows={rows}
        spellCheck={!code}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
