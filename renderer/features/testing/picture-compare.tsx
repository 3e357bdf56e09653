import { useEffect, useId, useState } from 'react'
import type { Artefact } from '#contracts/test-run.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'

const WAYS = [
  { value: 'beside', text: t('Side by side') },
  { value: 'swipe', text: t('Swipe') },
  { value: 'blink', text: t('Blink') },
] as const
type Way = (typeof WAYS)[number]['value']

interface Pair {
  readonly name: string
  readonly approved: string | null
  readonly taken: string
}

/** The pictures of what was taken by the name of their baseline, each with the approved one where there is one. */
function pairsOf(artefacts: readonly Artefact[]): Pair[] {
  return artefacts
    .filter(({ kind }) => kind === 'taken-picture')
    .map(({ name, path }) => ({
      name,
      taken: path,
      approved: artefacts.find((one) => one.kind === 'approved-picture' && one.name === name)?.path ?? null,
    }))
}

/** The approved picture and the new one: side by side, one over the other, or in turns. Deciding is for the command line, where it is on record. */
export function PictureCompare({ runId, artefacts }: { readonly runId: string; readonly artefacts: readonly Artefact[] }) {
  return pairsOf(artefacts).map((pair) => <Compared key={pair.name} runId={runId} pair={pair} />)
}

function Compared({ runId, pair }: { readonly runId: string; readonly pair: Pair }) {
  const { tests } = useApp()
  const [way, setWay] = useState<Way>('beside')
  const [pictures, setPictures] = useState<{ readonly approved: string | null; readonly taken: string } | null>(null)
  const [error, setError] = useState<string | null>(null)
  const group = useId()
  useEffect(() => {
    let isWanted = true
    const { picture } = tests.getState()
    Promise.all([pair.approved === null ? null : picture(runId, pair.approved), picture(runId, pair.taken)]).then(
      ([approved, taken]) => isWanted && setPictures({ approved, taken }),
      (reason: unknown) => isWanted && setError(describeError(reason)),
    )
    return () => {
      isWanted = false
    }
  }, [tests, runId, pair.approved, pair.taken])
  if (error !== null) return <Callout tone="warn">{error}</Callout>
  if (pictures === null) return <p className="small muted">{t('Loading…')}</p>
  const { approved, taken } = pictures
  return (
    <figure className="compared">
      <figcaption className="row row-wrap spread">
        <bdi className="mono small">{pair.name}</bdi>
        {approved === null ? (
          <span className="small muted">{t('There is no approved picture yet.')}</span>
        ) : (
          <fieldset className="spans">
            <legend className="visually-hidden">{t('How the pictures of {name} are compared', { name: pair.name })}</legend>
            {WAYS.map(({ value, text }) => (
              <label key={value} className="span-choice">
                <input type="radio" className="covers-label" name={group} checked={way === value} onChange={() => setWay(value)} />
                {text}
              </label>
            ))}
          </fieldset>
        )}
      </figcaption>
      {approved === null ? (
        <img className="picture" src={taken} alt={t('The new picture of {name}', { name: pair.name })} />
      ) : (
        <Both way={way} name={pair.name} approved={approved} taken={taken} />
      )}
    </figure>
  )
}

function Both({
  way,
  name,
  approved,
  taken,
}: {
  readonly way: Way
  readonly name: string
  readonly approved: string
  readonly taken: string
}) {
  const [share, setShare] = useState(50)
  const [isNew, setNew] = useState(true)
  const before = <img className="picture" src={approved} alt={t('The approved picture of {name}', { name })} />
  const after = <img className="picture" src={taken} alt={t('The new picture of {name}', { name })} />
  switch (way) {
    case 'beside':
      return (
        <div className="picture-pair">
          {before}
          {after}
        </div>
      )
    case 'swipe':
      return (
        <div className="stack">
          <div className="picture-stack">
            {before}
            <div className="picture-over" style={{ clipPath: `inset(0 0 0 ${share}%)` }}>
              {after}
            </div>
          </div>
          <input
            type="range"
            min={0}
            max={100}
            value={share}
            aria-label={t('How much of the approved picture is seen')}
            onChange={(event) => setShare(Number(event.target.value))}
          />
        </div>
      )
    case 'blink':
      return (
        <button type="button" className="picture-blink" aria-pressed={isNew} onClick={() => setNew(!isNew)}>
          {isNew ? after : before}
          <span className="small">{isNew ? t('New. Press for the approved one.') : t('Approved. Press for the new one.')}</span>
        </button>
      )
  }
}
