import { useId, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useLangbase, useResources } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import type { LangbaseBooks } from '../../state/langbase-store.ts'
import { Badge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { UploadDialog } from './upload-dialog.tsx'
import './langbase.css'

/** Pipes and memories of each Langbase provider. */
export function LangbaseCards() {
  const providers = useResources((s) => s.providers?.providers)
  return (
    <>
      {(providers ?? [])
        .filter(({ kind, hasKey }) => kind === 'langbase' && hasKey)
        .map(({ id }) => (
          <LangbaseCard key={id} provider={id} />
        ))}
    </>
  )
}

/** Runs one call at a time, and says what went wrong. */
function useCall() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const call = (work: Promise<unknown>): void => {
    setBusy(true)
    setProblem(null)
    work.then(
      () => setBusy(false),
      (error: unknown) => {
        setBusy(false)
        setProblem(describeError(error))
      },
    )
  }
  return { busy, problem, call }
}

function LangbaseCard({ provider }: { readonly provider: string }) {
  const { langbase } = useApp()
  const books = useLangbase((s) => s.books[provider])
  const { busy, problem, call } = useCall()
  const titleId = useId()
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h3 id={titleId}>{t('Langbase: {provider}', { provider })}</h3>
        <Button small busy={busy} onClick={() => call(langbase.getState().load(provider))}>
          {books ? t('Refresh') : t('Show pipes and memories')}
        </Button>
      </div>
      {problem ? (
        <div className="card-body">
          <Callout tone="bad" title={t('Langbase did not do that')} role="alert">
            {problem}
          </Callout>
        </div>
      ) : null}
      {books ? (
        <Books provider={provider} books={books} busy={busy} call={call} />
      ) : (
        <p className="card-body small muted">
          {t('The service is asked when you want to see them, not by itself. Each request is in the ledger.')}
        </p>
      )}
    </section>
  )
}

interface BooksProps {
  readonly provider: string
  readonly books: LangbaseBooks
  readonly busy: boolean
  readonly call: (work: Promise<unknown>) => void
}

function Books({ provider, books, busy, call }: BooksProps) {
  const { langbase } = useApp()
  const [uploadTo, setUploadTo] = useState<string | null>(null)
  const [name, setName] = useState('')
  const nameId = useId()
  const store = langbase.getState()
  return (
    <div className="card-body langbase-lists">
      <div className="langbase-list">
        <h4 className="field-label">{t('Pipes')}</h4>
        <ul className="plain-list">
          {books.pipes.map((pipe) => (
            <li key={pipe.name} className="langbase-item">
              <span className="langbase-name">
                {pipe.name} <span className="small muted">{pipe.model}</span>
              </span>
              {pipe.status === 'public' ? <Badge tone="warn">{t('Public')}</Badge> : null}
              {pipe.inUse ? (
                <Badge tone="good">{t('In use')}</Badge>
              ) : (
                <Button
                  small
                  disabled={busy}
                  aria-label={t('Use the pipe {name}', { name: pipe.name })}
                  onClick={() => call(store.runPipe(provider, pipe.name))}
                >
                  {t('Use')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {books.pipes.length === 0 ? <p className="small muted">{t('The account has no pipe yet.')}</p> : null}
        {books.pipes.some((pipe) => pipe.name === 'writer') ? null : (
          <Button small busy={busy} onClick={() => call(store.createPipe(provider, 'writer'))}>
            {t('Make the private pipe “{name}”', { name: 'writer' })}
          </Button>
        )}
      </div>
      <div className="langbase-list">
        <h4 className="field-label">{t('Memories')}</h4>
        <ul className="plain-list">
          {books.memories.map((memory) => (
            <li key={memory.name} className="langbase-item">
              <span className="langbase-name">{memory.name}</span>
              {memory.inUse ? <Badge tone="good">{t('Searched')}</Badge> : null}
              <Button
                small
                disabled={busy}
                aria-label={
                  memory.inUse ? t('Stop searching {name}', { name: memory.name }) : t('Use the memory {name}', { name: memory.name })
                }
                onClick={() => call(store.searchMemory(provider, memory.name, !memory.inUse))}
              >
                {memory.inUse ? t('Stop') : t('Use')}
              </Button>
              <Button
                small
                disabled={busy}
                aria-label={t('Upload a source to {name}', { name: memory.name })}
                onClick={() => setUploadTo(memory.name)}
              >
                {t('Upload…')}
              </Button>
            </li>
          ))}
        </ul>
        {books.memories.length === 0 ? <p className="small muted">{t('The account has no memory yet.')}</p> : null}
        <form
          className="langbase-item"
          onSubmit={(event) => {
            event.preventDefault()
            call(store.createMemory(provider, name.trim()).then(() => setName('')))
          }}
        >
          <label className="visually-hidden" htmlFor={nameId}>
            {t('Name of a new memory')}
          </label>
          <input
            id={nameId}
            className="text-input langbase-name"
            placeholder={t('Name of a new memory')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <Button small type="submit" disabled={busy || name.trim() === ''}>
            {t('Make')}
          </Button>
        </form>
      </div>
      {uploadTo === null ? null : <UploadDialog provider={provider} memory={uploadTo} onClose={() => setUploadTo(null)} />}
    </div>
  )
}
