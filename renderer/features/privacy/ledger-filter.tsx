import { FilterX } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { LedgerFilter } from '#contracts/ledger-view.ts'
import { t } from '../../i18n/t.ts'
import { useLedger } from '../../state/app-context.ts'
import { LABEL_ORDER } from '../../state/labels.ts'
import { LABEL_TEXT } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { DayField } from '../../ui/day-field.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { useDebounced } from './use-debounced.ts'

const TYPING_MS = 250
const ANY = 'any'

/** Narrows the ledger down by where, what, when and a text. */
export function LedgerFilterBar() {
  const filter = useLedger((s) => s.filter)
  const destinations = useLedger((s) => s.destinations)
  const setFilter = useLedger((s) => s.setFilter)
  const [text, setText] = useState(filter.text ?? '')
  const typed = useDebounced(text, TYPING_MS)
  const change = (patch: LedgerFilter): void => void setFilter(without({ ...filter, ...patch }))

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed asks by itself
  useEffect(() => {
    if (typed !== (filter.text ?? '')) change({ text: typed })
  }, [typed])

  return (
    <search className="ledger-filter" aria-label={t('Filter of the ledger')}>
      <SelectField
        label={t('Destination')}
        value={filter.destination ?? ANY}
        options={[{ value: ANY, text: t('Everywhere') }, ...destinations.map((value) => ({ value, text: value }))]}
        onChange={(value) => change({ destination: value === ANY ? '' : value })}
      />
      <SelectField
        label={t('Label')}
        value={filter.label ?? ANY}
        options={[{ value: ANY, text: t('Any') }, ...LABEL_ORDER.map((value) => ({ value, text: LABEL_TEXT[value] }))]}
        onChange={(value) => setFilter(without({ ...withoutKey(filter, 'label'), ...(value === ANY ? {} : { label: value }) }))}
      />
      <SelectField
        label={t('Verdict')}
        value={filter.verdict ?? ANY}
        options={[
          { value: ANY, text: t('Any') },
          { value: 'allowed', text: t('Allowed') },
          { value: 'refused', text: t('Refused') },
        ]}
        onChange={(value) => setFilter(without({ ...withoutKey(filter, 'verdict'), ...(value === ANY ? {} : { verdict: value }) }))}
      />
      <DayField
        label={t('From')}
        value={filter.from}
        onChange={(from) => setFilter({ ...withoutKey(filter, 'from'), ...(from === null ? {} : { from }) })}
      />
      <DayField
        label={t('To')}
        value={filter.to}
        end
        onChange={(to) => setFilter({ ...withoutKey(filter, 'to'), ...(to === null ? {} : { to }) })}
      />
      <div className="field ledger-filter-text">
        <SearchField label={t('Text')} value={text} placeholder={t('In what left, and its facts')} onChange={setText} />
      </div>
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

/** What is empty does not limit, and is left out. */
function without(filter: LedgerFilter): LedgerFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '' && value !== undefined))
}

function withoutKey<K extends keyof LedgerFilter>(filter: LedgerFilter, key: K): Omit<LedgerFilter, K> {
  const { [key]: _, ...rest } = filter
  return rest
}
