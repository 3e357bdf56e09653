import { ListChecks, SearchX } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useGeneration, useJobs, useSources } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { VirtualTable } from '../../ui/virtual-table.tsx'
import { JobCell } from './job-cell.tsx'
import { jobTitle } from './job-title.ts'
import { JobsFilterBar } from './jobs-filter.tsx'
import { SelectionBar } from './selection-bar.tsx'

const COLUMNS = [
  { key: 'state', title: 'State' },
  { key: 'title', title: 'Title' },
  { key: 'kind', title: 'Kind' },
  { key: 'progress', title: 'Progress' },
  { key: 'attempts', title: 'Attempts', end: true },
  { key: 'note', title: 'Note' },
  { key: 'created', title: 'Created' },
  { key: 'actions', title: 'Actions', end: true },
] as const

const NONE: ReadonlySet<string> = new Set()

/** The list of jobs, newest first: narrowed down, chosen from, opened. */
export function JobsCard() {
  const jobs = useJobs((s) => s.jobs)
  const filter = useJobs((s) => s.filter)
  const complete = useJobs((s) => s.complete)
  const loadOlder = useJobs((s) => s.loadOlder)
  const history = useGeneration((s) => s.history)
  const sources = useSources((s) => s.sources)
  const folders = useSources((s) => s.folders)
  const [text, setText] = useState('')
  const allBox = useRef<HTMLInputElement>(null)
  const [chosenIds, setChosenIds] = useState(NONE)

  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const titled = (jobs ?? []).map((job) => ({ job, title: jobTitle(job, { history, sources: sources ?? [], folders }) }))
    return wanted === '' ? titled : titled.filter(({ title }) => title.toLowerCase().includes(wanted))
  }, [jobs, history, sources, folders, text])
  // What the filter hides is not acted upon.
  const chosen = rows.filter(({ job }) => chosenIds.has(job.id)).map(({ job }) => job)
  const isNarrowed = text.trim() !== '' || filter.state !== undefined || filter.kind !== undefined

  const choose = (id: string, isChosen: boolean): void => {
    const next = new Set(chosenIds)
    if (isChosen) next.add(id)
    else next.delete(id)
    setChosenIds(next)
  }
  /** The bar goes, and with it the button that had the focus. */
  const clear = (): void => {
    setChosenIds(NONE)
    allBox.current?.focus()
  }
  const all = (
    <input
      type="checkbox"
      className="checkbox"
      aria-label="Choose all that are shown"
      checked={rows.length > 0 && chosen.length === rows.length}
      ref={(box) => {
        allBox.current = box
        if (box) box.indeterminate = chosen.length > 0 && chosen.length < rows.length
      }}
      onChange={(event) => setChosenIds(event.target.checked ? new Set(rows.map(({ job }) => job.id)) : NONE)}
    />
  )

  if (jobs?.length === 0 && !isNarrowed) {
    return (
      <div className="card jobs-card">
        <EmptyState icon={<ListChecks size={32} strokeWidth={1.5} aria-hidden />} title="No jobs yet">
          Generating a draft or adding a source creates one. It survives a restart and can be stopped or tried again here.
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="card jobs-card">
      <JobsFilterBar text={text} onText={setText} shown={isNarrowed && jobs !== null ? rows.length : null} />
      {isNarrowed && jobs !== null && rows.length === 0 ? (
        <EmptyState icon={<SearchX size={32} strokeWidth={1.5} aria-hidden />} title="No such jobs">
          {complete ? 'Nothing fits this filter.' : 'Nothing among those that are loaded fits. Load older ones, or show all.'}
        </EmptyState>
      ) : (
        <VirtualTable
          label="Jobs"
          className="jobs-table"
          columns={[{ key: 'choose', title: 'Choose', head: all }, ...COLUMNS]}
          rows={rows}
          rowHeight={48}
          rowKey={({ job }) => job.id}
          cell={({ job, title }, column) => (
            <JobCell
              job={job}
              title={title}
              column={column}
              isChosen={chosenIds.has(job.id)}
              onChoose={(isChosen) => choose(job.id, isChosen)}
            />
          )}
        />
      )}
      {chosen.length === 0 ? null : <SelectionBar chosen={chosen} onClear={clear} />}
      {complete || !jobs ? null : (
        <div className="table-foot">
          <Button small onClick={() => void loadOlder()}>
            Load older
          </Button>
        </div>
      )}
    </div>
  )
}
