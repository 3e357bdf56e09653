import { useEffect, useState } from 'react'
import type { DocumentSummary } from '#contracts/documents.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatWhen } from '../../ui/format.ts'

/** Conversations from elsewhere; nothing where none was ever imported. */
export function Imported() {
  const { connection, documents } = useApp()
  const [imported, setImported] = useState<readonly DocumentSummary[]>([])
  useEffect(() => {
    const mine = new AbortController()
    connection
      .api()
      .documents.list({ origin: 'chatgpt', limit: 200 }, { signal: mine.signal })
      // The connection banner already tells the person; the panel asks again when it is opened.
      .then(setImported, () => undefined)
    return () => mine.abort()
  }, [connection])
  if (imported.length === 0) return null
  return (
    <Disclosure summary={t('Imported conversations ({count})', { count: imported.length })}>
      <ul className="plain-list history-list" aria-label={t('Imported conversations')}>
        {imported.map(({ id, title, createdAt, versions, label }) => (
          <li key={id}>
            <button type="button" className="history-item" onClick={() => void documents.getState().open(id, null)}>
              <span className="history-title">{title}</span>
              <span className="row row-wrap small muted">
                <span className="num">{formatWhen(createdAt, Date.now())}</span>
                <span>{t('{count, plural, one {# turn} other {# turns}}', { count: versions })}</span>
                <LabelBadge label={label} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}
