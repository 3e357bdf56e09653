import { useEffect, useState } from 'react'
import type { ComparedPart, LedgerComparison } from '#contracts/ledger-view.ts'
import { useLedger } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'
import { typeText } from '../../ui/finding-kinds.ts'
import { plural } from '../../ui/format.ts'

const ROLE_TEXT: Readonly<Record<string, string>> = {
  system: 'Instructions',
  user: 'Request',
  assistant: 'Earlier answer',
  payload: 'Payload',
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
      <Callout tone="bad" title="The original cannot be shown" role="alert">
        {error}
      </Callout>
    )
  }
  if (comparison === null) return <p className="muted">Loading…</p>
  switch (comparison.state) {
    case 'as-written':
      return <Callout tone="info">Nothing was masked: on this route the text left as it was written.</Callout>
    case 'no-payload':
      return <Callout tone="info">There is no stored payload to compare.</Callout>
    case 'no-vault':
      return (
        <Callout tone="warn" title="The originals are no longer here">
          The vault that knew them is neither in memory nor stored on this machine. What left can still be read above.
        </Callout>
      )
    case 'available':
      return <Compared texts={comparison.texts} />
  }
}

function Compared({ texts }: { readonly texts: Extract<LedgerComparison, { state: 'available' }>['texts'] }) {
  const masked = texts.flatMap(({ parts }) => parts).filter(({ kind }) => kind === 'masked').length
  return (
    <section className="stack" aria-label="Compared with the original">
      <p className="small muted">
        {plural(masked, 'place')} masked. <del className="diff-original">The original</del> stayed on this machine;{' '}
        <ins className="diff-surrogate">what stands after it</ins> left instead.
      </p>
      {texts.map(({ name, parts }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the texts of one payload do not change
        <div key={index} className="stack">
          <h3>{ROLE_TEXT[name] ?? name}</h3>
          <p className="code-block diff-text">
            {parts.map((part, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: neither do its parts
              <Part key={place} part={part} />
            ))}
          </p>
        </div>
      ))}
    </section>
  )
}

function Part({ part }: { readonly part: ComparedPart }) {
  if (part.kind === 'same') return part.text
  return (
    <span title={typeText(part.type)}>
      <del className="diff-original">{part.original}</del> <ins className="diff-surrogate">{part.surrogate}</ins>
    </span>
  )
}
