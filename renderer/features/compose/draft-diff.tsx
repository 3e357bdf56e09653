import { diffWordsWithSpace } from 'diff'
import { useMemo } from 'react'
import { t } from '../../i18n/t.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'

/** Beyond so many changed words there is nothing to learn from a list of them, and it would take long. */
const MOST_CHANGES = 2_000

interface DraftDiffProps {
  readonly before: string
  readonly after: string
  readonly onClose: () => void
}

/** What changed from one version to the one in view, word by word. */
export function DraftDiff({ before, after, onClose }: DraftDiffProps) {
  const changes = useMemo(() => diffWordsWithSpace(before, after, { maxEditLength: MOST_CHANGES }), [before, after])
  const count = (changes ?? []).filter(({ added, removed }) => added || removed).length
  return (
    <section className="stack" aria-label={t('Changes')}>
      <div className="row spread">
        <p className="small muted">
          {count === 0
            ? t('Nothing was changed.')
            : t('{count, plural, one {# change} other {# changes}}, from the chosen version to the one in view.', { count })}
        </p>
        <Button small onClick={onClose}>
          {t('Close changes')}
        </Button>
      </div>
      {changes === undefined ? <Callout tone="info">{t('The two have too little in common to be set against each other.')}</Callout> : null}
      <div className="draft-diff" dir="auto">
        {changes?.map(({ value, added, removed }, index) => {
          const key = `${index}-${added ? 'ins' : removed ? 'del' : 'same'}`
          if (added) return <ins key={key}>{value}</ins>
          return removed ? <del key={key}>{value}</del> : <span key={key}>{value}</span>
        })}
      </div>
    </section>
  )
}
