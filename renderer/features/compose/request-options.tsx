import type { Label, Route } from '#contracts/privacy.ts'
import { useCompose, useHost, useTemplates } from '../../state/app-context.ts'
import { PREFERENCE_ORDER } from '../../state/preferences.ts'
import { LABEL_TEXT } from '../../ui/badges.tsx'
import { PREFERENCE_TEXT } from '../../ui/preference-text.ts'
import { SelectField } from '../../ui/select-field.tsx'

const ROUTE_CHOICES: ReadonlyArray<{ readonly value: Route | 'auto'; readonly text: string }> = [
  { value: 'auto', text: 'Auto' },
  { value: 'local', text: 'Local' },
  { value: 'hybrid', text: 'Hybrid' },
  { value: 'hosted', text: 'Hosted' },
]

const LABEL_CHOICES: ReadonlyArray<{ readonly value: Label | 'found'; readonly text: string }> = [
  { value: 'found', text: 'As found' },
  { value: 'internal', text: `At least ${LABEL_TEXT.internal.toLowerCase()}` },
  { value: 'confidential', text: `At least ${LABEL_TEXT.confidential.toLowerCase()}` },
  { value: 'restricted', text: LABEL_TEXT.restricted },
]

export function RequestOptions() {
  const template = useCompose((s) => s.template)
  const templates = useTemplates((s) => s.templates)
  const options = templates.map(({ id, name }) => ({ value: id, text: name }))
  const known = templates.some(({ id }) => id === template)
  const route = useCompose((s) => s.route)
  const raised = useCompose((s) => s.raisedLabel)
  const prefer = useCompose((s) => s.prefer)
  const workspace = useHost((s) => s.config?.routing.prefer ?? 'balanced')
  const setTemplate = useCompose((s) => s.setTemplate)
  const setRoute = useCompose((s) => s.setRoute)
  const setRaised = useCompose((s) => s.setRaisedLabel)
  const setPrefer = useCompose((s) => s.setPrefer)
  return (
    <div className="options">
      <SelectField
        label="Template"
        value={template}
        options={known ? options : [...options, { value: template, text: options.length > 0 ? 'No longer there' : 'Loading…' }]}
        onChange={setTemplate}
      />
      <SelectField label="Route" value={route} options={ROUTE_CHOICES} onChange={setRoute} />
      <SelectField
        label="Treat as"
        value={raised ?? 'found'}
        options={LABEL_CHOICES}
        onChange={(value) => setRaised(value === 'found' ? null : value)}
      />
      <SelectField
        label="What matters most"
        value={prefer ?? 'workspace'}
        options={[
          { value: 'workspace', text: `As set: ${PREFERENCE_TEXT[workspace].toLowerCase()}` },
          ...PREFERENCE_ORDER.map((value) => ({ value, text: PREFERENCE_TEXT[value] })),
        ]}
        onChange={(value) => setPrefer(value === 'workspace' ? null : value)}
      />
    </div>
  )
}
