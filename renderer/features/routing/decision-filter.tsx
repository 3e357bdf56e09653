import { FilterX } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { DecisionFilter } from '#contracts/routing-history.ts'
import { t } from '../../i18n/t.ts'
import { useRouting } from '../../state/app-context.ts'
import { LABEL_ORDER } from '../../state/labels.ts'
import { LABEL_TEXT } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { OUTCOME_ORDER, OUTCOME_TEXT } from './decision-text.ts'
import { providerName } from './provider-name.ts'

const TYPING_MS = 250
const ANY = 'any'

type Patch = { readonly [K in keyof DecisionFilter]: DecisionFilter[K] | null }

/** Narrows the decisions down by words, where they led, what was asked and when. */
export function DecisionFilterBar() {
  const filter = useRouting((s) => s.filter)
  const providers = useRouting((s) => s.providers)
  const setFilter = useRouting((s) => s.setFilter)
  const [text, setText] = useState(filter.text ?? '')
  const change = (patch: Patch): void => void setFilter(patched(filter, patch))

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed asks by itself
  useEffect(() => {
    if (text === (filter.text ?? '')) return
    const timer = setTimeout(() => change({ text: text === '' ? null : text }), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])

  return (
    <search className="decisions-filter" aria-label={t('Filter of the decisions')}>
      <div className="field decisions-search">
        <SearchField label={t('Text')} value={text} placeholder={t('In the request or its decision')} onChange={setText} />
      </div>
      <SelectField
        label={t('Route')}
        value={filter.outcome ?? ANY}
        options={[{ value: ANY, text: t('Any') }, ...OUTCOME_ORDER.map((value) => ({ value, text: OUTCOME_TEXT[value] }))]}
        onChange={(value) => change({ outcome: value === ANY ? null : value })}
      />
      <SelectField
        label={t('Label')}
        value={filter.label ?? ANY}
        options={[{ value: ANY, text: t('Any') }, ...LABEL_ORDER.map((value) => ({ value, text: LABEL_TEXT[value] }))]}
        onChange={(value) => change({ label: value === ANY ? null : value })}
      />
      <SelectField
        label={t('Provider')}
        value={filter.provider ?? ANY}
        options={[{ value: ANY, text: t('Any') }, ...providers.map((value) => ({ value, text: providerName(value) }))]}
        onChange={(value) => change({ provider: value === ANY ? null : value })}
      />
      <DayField label={t('From')} value={filter.from} onChange={(from) => change({ from })} />
      <DayField label={t('To')} value={filter.to} end onChange={(to) => change({ to })} />
      <IconButton
        label={t('Show all')}
        icon={<FilterX size={16} aria-hidden />}
        disabled={Object.keys(filter).length === 0}
        onClick={() => {
          setText('')
          void setFilter({})
        }}
      />
    </search>
  )
}

/** The filter with what was changed; null no longer limits. */
function patched(filter: DecisionFilter, patch: Patch): DecisionFilter {
  return Object.fromEntries(Object.entries({ ...filter, ...patch }).filter(([, value]) => value !== null && value !== undefined))
}
