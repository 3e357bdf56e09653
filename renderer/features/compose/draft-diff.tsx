import { type ChangeObject, diffWordsWithSpace } from 'diff'
import { useMemo, useState } from 'react'
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

/** What changed from one version to the one in view, word by word: in one text, or the two side by side. */
export function DraftDiff({ before, after, onClose }: DraftDiffProps) {
  const changes = useMemo(() => diffWordsWithSpace(before, after, { maxEditLength: MOST_CHANGES }), [before, after])
  const [apart, setApart] = useState(false)
  const count = (changes ?? []).filter(({ added, removed }) => added || removed).length
  return (
    <section className="stack" aria-label={t('Changes')}>
      <div className="row row-wrap spread">
        <p className="small muted">
          {count === 0
            ? t('Nothing was changed.')
            : t('{count, plural, one {# change} other {# changes}}, from the chosen version to the one in view.', { count })}
        </p>
        <span className="row">
          <Button small tone="quiet" aria-pressed={apart} onClick={() => setApart(!apart)}>
            {t('Side by side')}
          </Button>
          <Button small onClick={onClose}>
            {t('Close changes')}
          </Button>
        </span>
      </div>
      {changes === undefined ? (
        <Callout tone="info">{t('The two have too little in common to be set against each other.')}</Callout>
      ) : apart ? (
        <div className="draft-diff-sides">
          <Side title={t('Before')} changes={changes.filter(({ added }) => !added)} />
          <Side title={t('After')} changes={changes.filter(({ removed }) => !removed)} />
        </div>
      ) : (
        <Changes changes={changes} />
      )}
    </section>
  )
}

function Side({ title, changes }: { readonly title: string; readonly changes: readonly ChangeObject<string>[] }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <Changes changes={changes} />
    </section>
  )
}

function Changes({ changes }: { readonly changes: readonly ChangeObject<string>[] }) {
  return (
    <div className="draft-diff" dir="auto">
      {changes.map(({ value, added, removed }, index) => {
        const key = `${index}-${added ? 'ins' : removed ? 'del' : 'same'}`
        if (added) return <ins key={key}>{value}</ins>
        return removed ? <del key={key}>{value}</del> : <span key={key}>{value}</span>
      })}
    </div>
  )
}
