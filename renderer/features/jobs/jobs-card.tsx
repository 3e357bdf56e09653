import { ListChecks, SearchX } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { JobLine } from '#contracts/job-list.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useJobs } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { isChosen, NOTHING, type Selection, withChoice } from './job-selection.ts'
import { JobTable } from './job-table.tsx'
import { JobsFilterBar } from './jobs-filter.tsx'
import { SelectionBar } from './selection-bar.tsx'

/** The list of jobs: narrowed down, put in groups and in order, chosen from, opened. */
export function JobsCard() {
  const { jobs, ui } = useApp()
  const overview = useJobs((s) => s.overview)
  const asked = useJobs((s) => s.filter)
  const filter = useJobs((s) => s.shown.filter)
  const watch = useJobs((s) => s.watchList)
  const setFilter = useJobs((s) => s.setFilter)
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const allBox = useRef<HTMLInputElement>(null)
  useEffect(() => watch(), [watch])
  // What the filter hides is not acted upon; what is chosen before its answer is there counts once it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the filter changes
  useEffect(() => setSelection(NOTHING), [asked])
  const isAnswered = asked === filter

  const choose = useCallback(
    (line: JobLine, chosen: boolean): void => {
      const { pages, filter: current, shown } = jobs.getState()
      // A row of the list before: it is about to go.
      if (current !== shown.filter) return
      setSelection((before) => withChoice(before, line, chosen, [...pages.values()].flat()))
    },
    [jobs],
  )
  /** The bar goes, and with it the button that had the focus. */
  const clear = (): void => {
    setSelection(NOTHING)
    allBox.current?.focus()
  }
  const total = overview?.sections.reduce((sum, { count }) => sum + count, 0) ?? null
  const isNarrowed = Object.keys(filter).length > 0
  const some = !selection.all && selection.lines.size > 0
  const head = (
    <input
      type="checkbox"
      className="checkbox"
      aria-label={t('Choose all that fit the filter')}
      checked={selection.all}
      ref={(box) => {
        allBox.current = box
        if (box) box.indeterminate = some
      }}
      onChange={(event) => setSelection(event.target.checked ? { all: true } : NOTHING)}
    />
  )

  if (total === 0 && !isNarrowed) {
    return (
      <div className="card jobs-card">
        <EmptyState icon={<ListChecks size={32} strokeWidth={1.5} aria-hidden />} title={t('No jobs yet')}>
          <p>{t('Generating a draft or adding a source creates one. It survives a restart and can be stopped or tried again here.')}</p>
          <Button onClick={() => ui.getState().goTo('compose')}>{t('Write a draft')}</Button>
        </EmptyState>
      </div>
    )
  }
  return (
    <div className="card jobs-card">
      <JobsFilterBar />
      {total === 0 ? (
        <EmptyState icon={<SearchX size={32} strokeWidth={1.5} aria-hidden />} title={t('No such jobs')}>
          <p>{t('Nothing fits this filter.')}</p>
          <Button onClick={() => void setFilter({})}>{t('Show all jobs')}</Button>
        </EmptyState>
      ) : (
        <JobTable head={head} isChosen={(id) => isAnswered && isChosen(selection, id)} onChoose={choose} />
      )}
      {isAnswered && (selection.all || some) ? <SelectionBar selection={selection} onClear={clear} /> : null}
    </div>
  )
}
