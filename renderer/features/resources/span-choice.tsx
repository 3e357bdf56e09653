import { useId } from 'react'
import { t } from '../../i18n/t.ts'
import type { Span } from './capacity-cards.tsx'

const SPANS: ReadonlyArray<{ readonly value: Span; readonly text: string }> = [
  { value: 'live', text: t('5 minutes') },
  { value: 'day', text: t('24 hours') },
  { value: 'month', text: t('30 days') },
]

/** Over which time the charts go. */
export function SpanChoice({ span, onSpan }: { readonly span: Span; readonly onSpan: (span: Span) => void }) {
  const name = useId()
  return (
    <fieldset className="spans">
      <legend className="visually-hidden">{t('Time of the charts')}</legend>
      {SPANS.map(({ value, text }) => (
        <label key={value} className="span-choice">
          <input type="radio" className="covers-label" name={name} checked={span === value} onChange={() => onSpan(value)} />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
