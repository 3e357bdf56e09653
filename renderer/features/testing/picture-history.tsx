import type { BaselineDecision } from '#contracts/visual-diff.ts'
import { t } from '../../i18n/t.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatWhen } from '../../ui/format.ts'

/** Who approved or rejected pictures of that name, when and why, newest first. */
export function PictureHistory({ name, history }: { readonly name: string; readonly history: readonly BaselineDecision[] }) {
  if (history.length === 0) return <p className="small muted">{t('Nobody has decided on a picture of that name yet.')}</p>
  return (
    <Disclosure summary={t('{count, plural, one {# earlier decision} other {# earlier decisions}}', { count: history.length })}>
      <ol className="plain-list stack small" aria-label={t('Decisions on {name}', { name })}>
        {history.map(({ at, decision, author, note }) => (
          <li key={`${at} ${decision}`}>
            {textOf(decision, author)} <span className="muted num">{formatWhen(at, Date.now())}</span>
            {note === '' ? null : (
              <>
                {': '}
                <bdi>{note}</bdi>
              </>
            )}
          </li>
        ))}
      </ol>
    </Disclosure>
  )
}

function textOf(decision: BaselineDecision['decision'], author: string): string {
  switch (decision) {
    case 'approved':
      return t('Approved by {author}', { author })
    case 'rejected':
      return t('Rejected by {author}', { author })
    case 'undone':
      return t('Taken back by {author}', { author })
  }
}
