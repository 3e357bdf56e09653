import type { Attempt, HybridStrategy } from '#contracts/generation.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { formatMs } from '../../ui/format.ts'
import { sentences } from '../../ui/sentences.ts'

const STRATEGY_TEXT: Readonly<Record<HybridStrategy, string>> = {
  mask: t('Masked: private values are replaced before the text leaves, and put back in the answer.'),
  split: t('Part by part: what holds something private is answered here, the rest by the hosted service.'),
  refine: t('Drafted here, improved there: only the masked draft leaves.'),
}

/** How the hybrid route was executed, and why so; null where a single model wrote. */
export function strategyText(attempts: readonly Attempt[]): { readonly how: string; readonly why: string } | null {
  const part = attempts.find((attempt) => attempt.part !== undefined)?.part
  return part === undefined ? null : { how: STRATEGY_TEXT[part.strategy], why: part.why }
}

/** The engine of an attempt, named as that of a finished draft is: the name does not change when the last word has come. */
export function engineOfAttempt({ provider, model, locality, route }: Pick<Attempt, 'provider' | 'model' | 'locality' | 'route'>): string {
  if (provider === 'extractive' || model === '') return provider
  return `${model} (${locality === 'local' ? 'local model' : route === 'hybrid' ? 'hosted model, masked text' : 'hosted model'})`
}

/** One attempt in a line: who, where, how it ended, and what may have been paid in vain. */
export function attemptText(attempt: Attempt): string {
  const { part, provider, model, locality, state, resends, mayBeCharged, error, note, startedAt, endedAt } = attempt
  const how = t(
    '{who}, {locality, select, local {on this machine} other {hosted}}: {state, select, succeeded {done} failed {failed} cancelled {stopped} interrupted {interrupted} other {running}}{time, select, none {} other { after {time}}}{resends, plural, =0 {} one {, sent again # time} other {, sent again # times}}',
    {
      who: provider === 'extractive' ? t('Extractive engine') : `${provider}, ${model}`,
      locality,
      state,
      time: endedAt === null ? 'none' : formatMs(endedAt - startedAt),
      resends,
    },
  )
  const line =
    part === undefined || part.of === 1
      ? how
      : t('Part {number} of {count}: {attempt}', { number: part.number, count: part.of, attempt: how })
  const more = [
    error === null ? '' : fromCore(error.message),
    fromCore(note ?? ''),
    mayBeCharged ? t('It may have been charged, and was not sent again.') : '',
  ]
  return more.every((text) => text === '') ? line : sentences(line, ...more)
}
