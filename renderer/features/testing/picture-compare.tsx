import { useEffect, useState } from 'react'
import type { TestResult } from '#contracts/test-run.ts'
import type { Region } from '#contracts/visual-diff.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'
import { ComparedPictures, RegionList } from './compared-pictures.tsx'

interface Pair {
  readonly name: string
  readonly approved: string | null
  readonly taken: string
  readonly regions: readonly Region[]
}

/** The pictures of what was taken by the name of their baseline, each with the approved one where there is one. */
function pairsOf({ artefacts, verdict }: TestResult): Pair[] {
  return artefacts
    .filter(({ kind }) => kind === 'taken-picture')
    .map(({ name, path }) => ({
      name,
      taken: path,
      approved: artefacts.find((one) => one.kind === 'approved-picture' && one.name === name)?.path ?? null,
      regions: verdict.expectations.find(({ words, visual }) => visual !== null && words.includes(`“${name}”`))?.visual?.regions ?? [],
    }))
}

/** The pictures that a run kept: the approved one and what it saw instead. */
export function PictureCompare({ runId, result }: { readonly runId: string; readonly result: TestResult }) {
  return pairsOf(result).map((pair) => <Compared key={pair.name} runId={runId} pair={pair} />)
}

function Compared({ runId, pair }: { readonly runId: string; readonly pair: Pair }) {
  const { tests } = useApp()
  const [pictures, setPictures] = useState<{ readonly approved: string | null; readonly taken: string } | null>(null)
  const [error, setError] = useState<string | null>(null)
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
  if (error !== null) {
    return (
      <>
        <Callout tone="warn">{error}</Callout>
        <RegionList regions={pair.regions} chosen={null} onChoose={() => undefined} />
      </>
    )
  }
  if (pictures === null) return <p className="small muted">{t('Loading…')}</p>
  return <ComparedPictures name={pair.name} approved={pictures.approved} taken={pictures.taken} regions={pair.regions} />
}
