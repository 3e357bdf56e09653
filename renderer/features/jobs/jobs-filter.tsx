import { useEffect, useId, useMemo, useState } from 'react'
import type { JobFilter, JobGrouping, JobScope } from '#contracts/job-list.ts'
import { formattingLocale, t } from '../../i18n/t.ts'
import { useJobs } from '../../state/app-context.ts'
import { createOneAtATime } from '../../state/one-at-a-time.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { JOB_SCOPE_TEXT, jobKindText } from './job-text.ts'

const ANY = 'any'

const GROUPINGS: ReadonlyArray<{ readonly value: JobGrouping; readonly text: string }> = [
  { value: 'none', text: t('No groups') },
  { value: 'state', text: t('State') },
  { value: 'kind', text: t('Kind') },
  { value: 'workspace', text: t('Workspace') },
  { value: 'day', text: t('Day') },
]

type Change = { [K in keyof JobFilter]?: JobFilter[K] | undefined }

/** The filter with these parts changed; what is undefined does not limit. */
function changed(filter: JobFilter, change: Change): JobFilter {
  return Object.fromEntries(Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined && value !== ''))
}

/** Narrows the list down by words, kind and state, and puts it in groups. */
export function JobsFilterBar() {
  const filter = useJobs((s) => s.filter)
  const setFilter = useJobs((s) => s.setFilter)
  const grouping = useJobs((s) => s.grouping)
  const setGrouping = useJobs((s) => s.setGrouping)
  const kinds = useJobs((s) => s.kinds)
  const isNarrowed = Object.keys(filter).length > 0
  return (
    <search className="jobs-filter" aria-label={t('Filter of the jobs')}>
      <div className="jobs-filter-row">
        <WordsSearch />
        <SelectField
          label={t('Kind')}
          value={filter.kind ?? ANY}
          options={[{ value: ANY, text: t('Any kind') }, ...kinds.map(({ kind }) => ({ value: kind, text: jobKindText(kind) }))]}
          onChange={(value) => void setFilter(changed(filter, { kind: value === ANY ? undefined : value }))}
        />
        <SelectField label={t('Groups')} value={grouping} options={GROUPINGS} onChange={(value) => void setGrouping(value)} />
        {isNarrowed ? (
          <Button tone="quiet" onClick={() => void setFilter({})}>
            {t('Show all')}
          </Button>
        ) : null}
      </div>
      <ScopeChoice filter={filter} onScope={(scope) => void setFilter(changed(filter, { scope }))} />
    </search>
  )
}

function WordsSearch() {
  const filter = useJobs((s) => s.filter)
  const setFilter = useJobs((s) => s.setFilter)
  const [text, setText] = useState(filter.text ?? '')
  const search = useMemo(() => createOneAtATime<JobFilter>(setFilter), [setFilter])
  useEffect(() => () => search.cancel(), [search])
  // Cleared from elsewhere.
  useEffect(() => {
    if (filter.text === undefined) setText((typed) => (typed.trim() === '' ? typed : ''))
  }, [filter.text])
  return (
    <div className="field grow">
      <SearchField
        label={t('Search')}
        value={text}
        placeholder={t('Words of a request, a file, a folder, or a job’s id')}
        onChange={(typed) => {
          setText(typed)
          search.ask(changed(filter, { text: typed.trim() }))
        }}
      />
    </div>
  )
}

const SCOPES: readonly JobScope[] = ['working', 'waiting', 'failed', 'succeeded', 'cancelled']

/** How many there are in each state, and which of them are seen. */
function ScopeChoice({ filter, onScope }: { readonly filter: JobFilter; readonly onScope: (scope: JobScope | undefined) => void }) {
  const scopes = useJobs((s) => s.overview?.scopes)
  const all = scopes === undefined ? null : SCOPES.reduce((sum, scope) => sum + scopes[scope], 0)
  const name = useId()
  const choice = (scope: JobScope | undefined, text: string, count: number | null) => (
    <label key={text} className="scope">
      <input type="radio" className="covers-label" name={name} checked={filter.scope === scope} onChange={() => onScope(scope)} />
      {text}
      <span className="num scope-count">{count === null ? '' : count.toLocaleString(formattingLocale())}</span>
    </label>
  )
  return (
    <fieldset className="scopes">
      <legend className="visually-hidden">{t('State')}</legend>
      {choice(undefined, t('All'), all)}
      {SCOPES.map((scope) => choice(scope, JOB_SCOPE_TEXT[scope], scopes?.[scope] ?? null))}
    </fieldset>
  )
}
