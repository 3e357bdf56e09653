import { RotateCcw, X } from 'lucide-react'
import { useState } from 'react'
import type { Job } from '#contracts/jobs.ts'
import { useApp, useJobs } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { plural } from '../../ui/format.ts'
import { canCancel, canRetry } from './job-text.ts'

interface SelectionBarProps {
  readonly chosen: readonly Job[]
  readonly onClear: () => void
}

/** What can be done with several jobs at once. */
export function SelectionBar({ chosen, onClear }: SelectionBarProps) {
  const { ui } = useApp()
  const cancelAll = useJobs((s) => s.cancelAll)
  const retryAll = useJobs((s) => s.retryAll)
  const [isBusy, setBusy] = useState(false)
  const stoppable = chosen.filter(canCancel).map(({ id }) => id)
  const retryable = chosen.filter(canRetry).map(({ id }) => id)
  const run = async (ids: readonly string[], work: (ids: readonly string[]) => Promise<number>, said: string): Promise<void> => {
    setBusy(true)
    const done = await work(ids)
    setBusy(false)
    onClear()
    // One may have ended or begun meanwhile.
    ui.getState().notify(done === ids.length ? `${plural(done, 'job')} ${said}.` : `${done} of ${plural(ids.length, 'job')} ${said}.`)
  }
  return (
    <section className="row selection-bar" aria-label="Chosen jobs">
      <span className="grow num" role="status" aria-label="Chosen">
        {plural(chosen.length, 'job')} chosen
      </span>
      <Button
        small
        icon={<RotateCcw size={14} aria-hidden />}
        disabled={isBusy || retryable.length === 0}
        onClick={() => void run(retryable, retryAll, 'queued again')}
      >
        Retry {retryable.length}
      </Button>
      <Button
        small
        tone="danger"
        icon={<X size={14} aria-hidden />}
        disabled={isBusy || stoppable.length === 0}
        onClick={() => void run(stoppable, cancelAll, 'asked to stop')}
      >
        Cancel {stoppable.length}
      </Button>
      <Button small tone="quiet" onClick={onClear}>
        Clear
      </Button>
    </section>
  )
}
