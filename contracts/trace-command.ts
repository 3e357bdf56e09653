import type { TestResult } from './test-run.ts'

/** What opens the trace of a verdict in Playwright's viewer; null when none was kept. */
export function traceCommand(run: string, { verdict, attempt, artefacts }: TestResult): string | null {
  if (!artefacts.some(({ kind }) => kind === 'trace')) return null
  const row = verdict.row === null ? '' : ` --row ${verdict.row}`
  const again = attempt === 1 ? '' : ` --attempt ${attempt}`
  return `npx tidegate test trace ${run} ${verdict.scenario} --runner ${verdict.runner}${row}${again}`
}
