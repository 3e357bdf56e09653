import type { Attempt, HybridStrategy } from '#contracts/generation.ts'
import { formatMs, plural } from '../../ui/format.ts'

const STRATEGY_TEXT: Readonly<Record<HybridStrategy, string>> = {
  mask: 'Masked: private values are replaced before the text leaves, and put back in the answer.',
  split: 'Part by part: what holds something private is answered here, the rest by the hosted service.',
  refine: 'Drafted here, improved there: only the masked draft leaves.',
}

/** How the hybrid route was executed, and why so; null where a single model wrote. */
export function strategyText(attempts: readonly Attempt[]): { readonly how: string; readonly why: string } | null {
  const part = attempts.find((attempt) => attempt.part !== undefined)?.part
  return part === undefined ? null : { how: STRATEGY_TEXT[part.strategy], why: part.why }
}

const STATE_TEXT: Readonly<Record<Attempt['state'], string>> = {
  started: 'running',
  succeeded: 'done',
  failed: 'failed',
  cancelled: 'stopped',
  interrupted: 'interrupted',
}

/** One attempt in a line: who, where, how it ended, and what may have been paid in vain. */
export function attemptText(attempt: Attempt): string {
  const { part, provider, model, locality, state, resends, mayBeCharged, error, note } = attempt
  const took = attempt.endedAt === null ? '' : ` after ${formatMs(attempt.endedAt - attempt.startedAt)}`
  const who = provider === 'extractive' ? 'Extractive engine' : `${provider}, ${model}`
  return [
    part === undefined || part.of === 1 ? '' : `Part ${part.number} of ${part.of}: `,
    `${who}, ${locality === 'local' ? 'on this machine' : 'hosted'}: ${STATE_TEXT[state]}${took}`,
    resends > 0 ? `, sent again ${plural(resends, 'time')}` : '',
    error === null ? '' : `. ${error.message}`,
    note === undefined ? '' : `. ${note}`,
    mayBeCharged ? ' It may have been charged, and was not sent again.' : '',
  ].join('')
}
