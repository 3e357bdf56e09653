import type { Label, Route } from '#contracts/privacy.ts'
import type { Preference } from '#contracts/routing-rules.ts'
import { t } from '../../i18n/t.ts'
import { useCompose, useHost, useTemplates } from '../../state/app-context.ts'
import { PREFERENCE_ORDER } from '../../state/preferences.ts'
import { ROUTE_TEXT } from '../../ui/badges.tsx'
import { PREFERENCE_TEXT } from '../../ui/preference-text.ts'
import { QuietSelect } from '../../ui/quiet-select.tsx'
import './request-options.css'

const ROUTE_CHOICES: ReadonlyArray<{ readonly value: Route | 'auto'; readonly text: string }> = [
  { value: 'auto', text: t('Auto') },
  { value: 'local', text: ROUTE_TEXT.local },
  { value: 'hybrid', text: ROUTE_TEXT.hybrid },
  { value: 'hosted', text: ROUTE_TEXT.hosted },
]

const LABEL_CHOICES: ReadonlyArray<{ readonly value: Label | 'found'; readonly text: string }> = [
  { value: 'found', text: t('As found') },
  { value: 'internal', text: t('At least internal') },
  { value: 'confidential', text: t('At least confidential') },
  { value: 'restricted', text: t('Restricted') },
]

const AS_SET: Readonly<Record<Preference, string>> = {
  balanced: t('As set: balanced'),
  quality: t('As set: quality'),
  speed: t('As set: speed'),
  cost: t('As set: low cost'),
  energy: t('As set: little energy'),
}

/** Choices that most requests leave as they are. */
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
      <QuietSelect
        label={t('Template')}
        value={template}
        options={known ? options : [...options, { value: template, text: options.length > 0 ? t('No longer there') : t('Loading…') }]}
        onChange={setTemplate}
      />
      <QuietSelect label={t('Route')} value={route} options={ROUTE_CHOICES} onChange={setRoute} />
      <QuietSelect
        label={t('Treat as')}
        value={raised ?? 'found'}
        options={LABEL_CHOICES}
        onChange={(value) => setRaised(value === 'found' ? null : value)}
      />
      <QuietSelect
        label={t('What matters most')}
        value={prefer ?? 'workspace'}
        options={[
          { value: 'workspace', text: AS_SET[workspace] },
          ...PREFERENCE_ORDER.map((value) => ({ value, text: PREFERENCE_TEXT[value] })),
        ]}
        onChange={(value) => setPrefer(value === 'workspace' ? null : value)}
      />
    </div>
  )
}
