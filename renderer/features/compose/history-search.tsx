import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Citation, SourceHit } from '#contracts/generation.ts'
import type { HistoryAnswer, HistoryFilter, HistoryHit } from '#contracts/history.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LABEL_ORDER, ROUTE_ORDER } from '../../state/labels.ts'
import { LABEL_TEXT, LabelBadge, ROUTE_TEXT, RouteBadge } from '../../ui/badges.tsx'
import { Callout } from '../../ui/callout.tsx'
import { formatWhen } from '../../ui/format.ts'
import { SelectField } from '../../ui/select-field.tsx'

const QUIET_MS = 150
const KIND_TEXT: Readonly<Record<HistoryHit['kind'], string>> = {
  prompt: t('Request'),
  draft: t('Draft'),
  version: t('Version'),
  name: t('Name of a version'),
  source: t('Source'),
}

interface HistorySearchProps {
  readonly onOpenPassage: (citation: Citation) => void
  /** Tells whether there is something to search for, so that the list of all makes room. */
  readonly onActive: (active: boolean) => void
}

/** Searches requests, drafts, versions and sources as one types. */
export function HistorySearch({ onOpenPassage, onActive }: HistorySearchProps) {
  const { connection } = useApp()
  const [query, setQuery] = useState('')
  const [filter, setFilter] = useState<HistoryFilter>({})
  const [answer, setAnswer] = useState<HistoryAnswer | null>(null)
  const [error, setError] = useState<string | null>(null)
  const active = query.trim() !== ''
  useEffect(() => onActive(active), [active, onActive])
  useEffect(() => {
    if (!active) return setAnswer(null)
    const mine = new AbortController()
    const timer = setTimeout(() => {
      connection
        .api()
        .history.search({ query, filter }, { signal: mine.signal })
        .then(
          (found) => {
            setAnswer(found)
            setError(null)
          },
          (reason: unknown) => mine.signal.aborted || setError(describeError(reason)),
        )
    }, QUIET_MS)
    return () => {
      clearTimeout(timer)
      mine.abort()
    }
  }, [connection, query, filter, active])
  return (
    <search className="history-search">
      <span className="search-box">
        <Search size={14} aria-hidden />
        <input
          type="search"
          className="text-input"
          aria-label={t('Search requests, drafts and sources')}
          placeholder={t('Search everything')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </span>
      {active ? <Filters filter={filter} onChange={setFilter} /> : null}
      {error === null ? null : (
        <Callout tone="bad" title={t('The search did not work')} role="alert">
          {error}
        </Callout>
      )}
      {active && answer !== null ? <Results answer={answer} onOpenPassage={onOpenPassage} /> : null}
    </search>
  )
}

function Filters({ filter, onChange }: { readonly filter: HistoryFilter; readonly onChange: (filter: HistoryFilter) => void }) {
  const { route: _route, ...withoutRoute } = filter
  const { label: _label, ...withoutLabel } = filter
  return (
    <div className="field-grid">
      <SelectField
        label={t('Ran on')}
        value={filter.route ?? 'any'}
        options={[{ value: 'any', text: t('Any route') } as const, ...ROUTE_ORDER.map((value) => ({ value, text: ROUTE_TEXT[value] }))]}
        onChange={(value) => onChange(value === 'any' ? withoutRoute : { ...filter, route: value })}
      />
      <SelectField
        label={t('Label')}
        value={filter.label ?? 'any'}
        options={[{ value: 'any', text: t('Any label') } as const, ...LABEL_ORDER.map((value) => ({ value, text: LABEL_TEXT[value] }))]}
        onChange={(value) => onChange(value === 'any' ? withoutLabel : { ...filter, label: value })}
      />
    </div>
  )
}

function Results({ answer, onOpenPassage }: { readonly answer: HistoryAnswer; readonly onOpenPassage: (citation: Citation) => void }) {
  const count = answer.hits.length + answer.passages.length
  return (
    <>
      <p className="small muted" role="status">
        {count === 0
          ? t('Nothing found. All words have to be there; try fewer of them.')
          : t('{count, plural, one {# found} other {# found}}', { count })}
      </p>
      {answer.meaning?.note ? <p className="small muted">{fromCore(answer.meaning.note)}</p> : null}
      <ul className="plain-list history-list" aria-label={t('Search results')}>
        {answer.hits.map((hit) => (
          <li key={`${hit.kind}-${hit.generationId ?? ''}-${hit.versionId ?? hit.sourceId ?? ''}`}>
            <Hit hit={hit} />
          </li>
        ))}
        {answer.passages.map((passage) => (
          <li key={`${passage.source}-${passage.start}`}>
            <button type="button" className="history-item" onClick={() => onOpenPassage(asCitation(passage))}>
              <span className="small muted">{t('Passage of {source}', { source: passage.sourceName })}</span>
              <span className="version-excerpt small">{passage.text}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function Hit({ hit }: { readonly hit: HistoryHit }) {
  const { generation, documents } = useApp()
  const inside = (
    <>
      <span className="history-title">{hit.title}</span>
      <span className="version-excerpt small">
        {hit.snippet.map(({ text, match }, index) => {
          const key = `${index}-${match}`
          return match ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>
        })}
      </span>
      <span className="row row-wrap small muted">
        <span>{KIND_TEXT[hit.kind]}</span>
        <span className="num">{formatWhen(hit.at, Date.now())}</span>
        {hit.route ? <RouteBadge route={hit.route} /> : null}
        <LabelBadge label={hit.label} />
      </span>
    </>
  )
  const open = (): void => {
    if (hit.generationId !== null) generation.getState().open(hit.generationId)
    else if (hit.documentId !== null) void documents.getState().open(hit.documentId, hit.versionId)
  }
  if (hit.kind === 'source') return <div className="history-item history-item-still">{inside}</div>
  return (
    <button type="button" className="history-item" onClick={open}>
      {inside}
    </button>
  )
}

function asCitation({ source, sourceName, start, end, text }: SourceHit): Citation {
  return { marker: '', source, sourceName, start, end, quote: text, verified: true }
}
