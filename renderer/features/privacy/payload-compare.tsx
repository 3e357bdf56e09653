import { useEffect, useState } from 'react'
import type { ComparedPart, LedgerComparison } from '#contracts/ledger-view.ts'
import { t } from '../../i18n/t.ts'
import { useLedger } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'
import { typeText } from '../../ui/finding-kinds.ts'

const ROLE_TEXT: Readonly<Record<string, string>> = {
  system: t('Instructions'),
  user: t('Request'),
  assistant: t('Earlier answer'),
  payload: t('Payload'),
}

/** What left beside its original. The originals live in this view only, for as long as it is open. */
export function PayloadCompare({ seq }: { readonly seq: number }) {
  const compare = useLedger((s) => s.compare)
  const [comparison, setComparison] = useState<LedgerComparison | null>(null)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    let stale = false
    compare(seq).then(
      (loaded) => stale || setComparison(loaded),
      (reason: unknown) => stale || setError(describeError(reason)),
    )
    return () => {
      stale = true
    }
  }, [seq, compare])

  if (error !== null) {
    return (
      <Callout tone="bad" title={t('The original cannot be shown')} role="alert">
        {error}
      </Callout>
    )
  }
  if (comparison === null) return <p className="muted">{t('Loading…')}</p>
  switch (comparison.state) {
    case 'as-written':
      return <Callout tone="info">{t('Nothing was masked: on this route the text left as it was written.')}</Callout>
    case 'no-payload':
      return <Callout tone="info">{t('There is no stored payload to compare.')}</Callout>
    case 'no-vault':
      return (
        <Callout tone="warn" title={t('The originals are no longer here')}>
          {t('The vault that knew them is neither in memory nor stored on this machine. What left can still be read above.')}
        </Callout>
      )
    case 'available':
      return <Compared texts={comparison.texts} />
  }
}

function Compared({ texts }: { readonly texts: Extract<LedgerComparison, { state: 'available' }>['texts'] }) {
  const masked = texts.flatMap(({ parts }) => parts).filter(({ kind }) => kind === 'masked').length
  return (
    <section className="stack" aria-label={t('Compared with the original')}>
      <p className="small muted">
        {t(
          '{count, plural, one {# place was} other {# places were}} masked. The original stayed on this machine; the text beside it left instead.',
          { count: masked },
        )}
      </p>
      {texts.map(({ name, parts }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the texts of one payload do not change
        <section key={index} className="stack" aria-label={ROLE_TEXT[name] ?? name}>
          <h3>{ROLE_TEXT[name] ?? name}</h3>
          <div className="diff-columns">
            <Side title={t('On this machine')} parts={parts} isOriginal />
            <Side title={t('What left')} parts={parts} isOriginal={false} />
          </div>
        </section>
      ))}
    </section>
  )
}

interface SideProps {
  readonly title: string
  readonly parts: readonly ComparedPart[]
  readonly isOriginal: boolean
}

/** One side of the comparison. The same place has the same number of words before it on both, so that eyes can go across. */
function Side({ title, parts, isOriginal }: SideProps) {
  return (
    <div className="diff-side">
      <h4 className="small muted">{title}</h4>
      <p className="code-block diff-text" dir="auto">
        {parts.map((part, place) =>
          part.kind === 'same' ? (
            part.text
          ) : isOriginal ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text do not change
            <del key={place} className="diff-original" title={typeText(part.type)}>
              {part.original}
            </del>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text do not change
            <ins key={place} className="diff-surrogate" title={typeText(part.type)}>
              {part.surrogate}
            </ins>
          ),
        )}
      </p>
    </div>
  )
}
