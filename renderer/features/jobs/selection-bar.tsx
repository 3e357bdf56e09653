import { RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import type { JobChoice, ManyDone } from '#contracts/job-list.ts'
import { formattingLocale, t } from '../../i18n/t.ts'
import { useApp, useJobs } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { countsOf, type Selection } from './job-selection.ts'
import { canCancel, canRetry } from './job-text.ts'

interface SelectionBarProps {
  readonly selection: Selection
  readonly onClear: () => void
}

/** What can be done with several jobs at once: with those that were chosen, or with all that fit the filter. */
export function SelectionBar({ selection, onClear }: SelectionBarProps) {
  const { ui } = useApp()
  const overview = useJobs((s) => s.overview)
  const filter = useJobs((s) => s.shown.filter)
  const cancelMany = useJobs((s) => s.cancelMany)
  const retryMany = useJobs((s) => s.retryMany)
  const [isBusy, setBusy] = useState(false)
  const [isAsking, setAsking] = useState(false)
  if (overview === null) return null
  const { chosen, stoppable, retryable } = countsOf(selection, { overview, filter })
  const idsOf = (can: typeof canCancel): string[] => (selection.all ? [] : [...selection.lines.values()].filter(can).map(({ id }) => id))
  const choiceOf = (ids: string[]): JobChoice => (selection.all ? { filter } : { ids })
  const run = async (work: () => Promise<ManyDone | null>, say: (done: ManyDone) => void): Promise<void> => {
    setBusy(true)
    const done = await work()
    setBusy(false)
    onClear()
    // Where it failed, the view says why.
    if (done !== null) say(done)
  }
  const retry = (): Promise<void> =>
    run(
      () => retryMany(choiceOf(idsOf(canRetry))),
      // One may have ended or begun meanwhile.
      ({ done, asked }) =>
        ui.getState().notify(t('{done, number} of {asked, plural, one {# job} other {# jobs}} queued again.', { done, asked })),
    )
  const takeBack = async (ids: string[]): Promise<void> => {
    const again = await retryMany({ ids })
    const refused = t('Not all could be taken back. What is still stopping can be tried again when it has stopped.')
    if (again === null || again.done < again.asked) throw new Error(refused)
  }
  const cancel = (): Promise<void> => {
    const ids = idsOf(canCancel)
    return run(
      () => cancelMany(choiceOf(ids)),
      ({ done, asked }) =>
        ui
          .getState()
          .notify(
            t('{done, number} of {asked, plural, one {# job} other {# jobs}} asked to stop.', { done, asked }),
            ...(selection.all ? [] : [() => takeBack(ids)]),
          ),
    )
  }
  const number = (count: number): string => count.toLocaleString(formattingLocale())
  return (
    <section className="row selection-bar" aria-label={t('Chosen jobs')}>
      <span className="grow num" role="status" aria-label={t('Chosen')}>
        {selection.all
          ? t('{count, plural, one {The one job that fits is} other {All # jobs that fit are}} chosen', { count: chosen })
          : t('{count, plural, one {# job} other {# jobs}} chosen', { count: chosen })}
      </span>
      <Button small icon={<RotateCcw size={14} aria-hidden />} disabled={isBusy || retryable === 0} onClick={() => void retry()}>
        {t('Retry {count}', { count: number(retryable) })}
      </Button>
      <Button
        small
        tone="danger"
        icon={<X size={14} aria-hidden />}
        disabled={isBusy || stoppable === 0}
        onClick={() => (selection.all ? setAsking(true) : void cancel())}
      >
        {t('Cancel {count}', { count: number(stoppable) })}
      </Button>
      <Button small tone="quiet" onClick={onClear}>
        {t('Clear')}
      </Button>
      <Confirm
        open={isAsking}
        title={t('{count, plural, one {Cancel # job?} other {Cancel # jobs?}}', { count: stoppable })}
        action={t('Cancel {count}', { count: number(stoppable) })}
        onCancel={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void cancel()
        }}
      >
        {t(
          'All that fit the filter and have not ended are stopped, also those further down. What they had written is kept, and each can be tried again.',
        )}
      </Confirm>
    </section>
  )
}
