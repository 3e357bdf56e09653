import { ArrowUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { RoutingDecision } from '#contracts/routing.ts'
import { t } from '../i18n/t.ts'
import type { ConnectionStore } from '../state/connection-store.ts'
import { describeError } from '../state/describe-error.ts'
import { ROUTE_MEANING, RouteBadge } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { quickRequest } from './quick-request.ts'
import './quick.css'

const PREVIEW_AFTER_MS = 150

/** A prompt, where it would run, and the way to write it: from wherever one is. The draft opens in a window of the app. */
export function QuickWindow({ connection }: { readonly connection: ConnectionStore }) {
  const [prompt, setPrompt] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const decision = useDecision(connection, prompt, setProblem)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const write = async (): Promise<void> => {
    if (prompt.trim() === '' || busy) return
    setBusy(true)
    setProblem(null)
    try {
      const { id } = await connection.api().generations.start(await quickRequest(connection, prompt))
      await connection.api().host.showGeneration({ id })
      setPrompt('')
    } catch (error) {
      setProblem(describeError(error))
    } finally {
      setBusy(false)
    }
  }
  /** Out of sight only: what is typed stays until it was handed over. */
  const hide = (): void => {
    const hidden = async () => connection.api().host.hideQuickWindow()
    hidden().catch((error: unknown) => setProblem(describeError(error)))
  }
  const onKeyDown = (event: React.KeyboardEvent): void => {
    // An input method takes these keys itself while it composes.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') hide()
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void write()
    else return
    event.preventDefault()
  }
  return (
    <main className="quick" onKeyDown={onKeyDown}>
      <h1 className="visually-hidden">{t('Quick draft')}</h1>
      <textarea
        ref={field}
        className="quick-prompt"
        aria-label={t('Prompt')}
        placeholder={t('What should be written?')}
        maxLength={200_000}
        value={prompt}
        onChange={(event) => setPrompt(event.target.value)}
      />
      <p className="quick-gate" role="status" aria-label={t('Where it would run')}>
        {problem ?? <GateLine decision={decision} />}
      </p>
      <div className="row quick-actions">
        <span className="grow small muted">{t('Your sources are used. Escape closes this.')}</span>
        <Button
          tone="primary"
          icon={<ArrowUp size={15} aria-hidden />}
          disabled={prompt.trim() === '' || busy}
          onClick={() => void write()}
        >
          {t('Generate')}
        </Button>
      </div>
    </main>
  )
}

function GateLine({ decision }: { readonly decision: RoutingDecision | null }) {
  if (decision === null) return t('The gate decides as you type.')
  if (decision.route === null) return decision.summary
  return (
    <>
      <RouteBadge route={decision.route} /> {ROUTE_MEANING[decision.route]}
    </>
  )
}

async function preview(connection: ConnectionStore, prompt: string, signal: AbortSignal): Promise<RoutingDecision> {
  const { sources } = await quickRequest(connection, prompt)
  return connection.api().routing.preview({ prompt, sources }, { signal })
}

/** How often the window was come back to. */
function useReturns(): number {
  const [returns, setReturns] = useState(0)
  useEffect(() => {
    const onFocus = (): void => setReturns((count) => count + 1)
    window.addEventListener('focus', onFocus)
    return () => window.removeEventListener('focus', onFocus)
  }, [])
  return returns
}

/** What the gate would decide about the prompt as it is; null while there is none. */
function useDecision(connection: ConnectionStore, prompt: string, onProblem: (problem: string | null) => void): RoutingDecision | null {
  const [decision, setDecision] = useState<RoutingDecision | null>(null)
  const returns = useReturns()
  const report = useRef(onProblem)
  // biome-ignore lint/correctness/useExhaustiveDependencies(returns): while it was out of sight, what the gate looks at may have changed.
  useEffect(() => {
    if (prompt.trim() === '') {
      setDecision(null)
      return
    }
    const stale = new AbortController()
    const timer = setTimeout(() => {
      preview(connection, prompt, stale.signal).then(
        (decided) => {
          if (stale.signal.aborted) return
          setDecision(decided)
          report.current(null)
        },
        (error: unknown) => {
          if (!stale.signal.aborted) report.current(describeError(error))
        },
      )
    }, PREVIEW_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stale.abort()
    }
  }, [connection, prompt, returns])
  return decision
}
