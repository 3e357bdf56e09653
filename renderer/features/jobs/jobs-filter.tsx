import { FilterX, Search } from 'lucide-react'
import { useId } from 'react'
import { JOB_STATES } from '#contracts/jobs.ts'
import { useJobs } from '../../state/app-context.ts'
import type { JobsFilter } from '../../state/jobs-store.ts'
import { IconButton } from '../../ui/button.tsx'
import { plural } from '../../ui/format.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { JOB_STATE_TEXT, jobKindText } from './job-text.ts'

const ANY = 'any'

interface JobsFilterBarProps {
  readonly text: string
  readonly onText: (text: string) => void
  /** How many fit; null while nothing is left out. */
  readonly shown: number | null
}

/** Narrows the list down by state, kind and a word of the title. */
export function JobsFilterBar({ text, onText, shown }: JobsFilterBarProps) {
  const filter = useJobs((s) => s.filter)
  const setFilter = useJobs((s) => s.setFilter)
  const kinds = useJobs((s) => s.kinds)
  const textId = useId()
  const change = ({ state, kind }: { [K in keyof JobsFilter]: JobsFilter[K] | undefined }): void =>
    void setFilter({ ...(state === undefined ? {} : { state }), ...(kind === undefined ? {} : { kind }) })
  return (
    <search className="jobs-filter" aria-label="Filter of the jobs">
      <SelectField
        label="State"
        value={filter.state ?? ANY}
        options={[{ value: ANY, text: 'Any' }, ...JOB_STATES.map((value) => ({ value, text: JOB_STATE_TEXT[value] }))]}
        onChange={(value) => change({ ...filter, state: value === ANY ? undefined : value })}
      />
      <SelectField
        label="Kind"
        value={filter.kind ?? ANY}
        options={[{ value: ANY, text: 'Any' }, ...kinds.map(({ kind }) => ({ value: kind, text: jobKindText(kind) }))]}
        onChange={(value) => change({ ...filter, kind: value === ANY ? undefined : value })}
      />
      <div className="field">
        <label className="field-label" htmlFor={textId}>
          Title
        </label>
        <span className="search-wrap">
          <Search size={14} aria-hidden />
          <input
            id={textId}
            type="search"
            className="text-input"
            value={text}
            maxLength={200}
            placeholder="A word of the title"
            onChange={(event) => onText(event.target.value)}
          />
        </span>
      </div>
      <IconButton
        label="Show all"
        icon={<FilterX size={16} aria-hidden />}
        disabled={text === '' && filter.state === undefined && filter.kind === undefined}
        onClick={() => {
          onText('')
          change({ state: undefined, kind: undefined })
        }}
      />
      <p className="small muted num jobs-shown" role="status" aria-label="Jobs shown">
        {shown === null ? '' : `${plural(shown, 'job')} shown`}
      </p>
    </search>
  )
}
