import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronDown, CircleDashed, Clock, Cloud, EyeOff, Monitor, OctagonX, Unplug } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useCompose, useConnection, usePreview, useSources } from '../../state/app-context.ts'
import { includedSources } from '../../state/sources-store.ts'
import { isOfWholeText } from '../../ui/finding-kinds.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { headlineSentences } from '../../ui/sentences.ts'
import { DecisionDetails } from './decision-details.tsx'
import { type GateLine, gateLine, type PrivateParts } from './gate-line.ts'
import './gate.css'

/** Whoever types is not told before they pause. */
const PAUSE_MS = 1_200

const ICONS: Readonly<Record<GateLine['outcome'], ReactNode>> = {
  local: <Monitor size={16} aria-hidden />,
  hybrid: <EyeOff size={16} aria-hidden />,
  hosted: <Cloud size={16} aria-hidden />,
  waits: <Clock size={16} aria-hidden />,
  blocked: <OctagonX size={16} aria-hidden />,
}

/** Says before anything is sent what will happen and why; the whole decision when asked. */
export function Gate() {
  const empty = useCompose((s) => s.prompt.trim() === '')
  const online = useConnection((s) => s.status === 'open')
  const decision = usePreview((s) => s.decision)
  const pending = usePreview((s) => s.pending)
  const error = usePreview((s) => s.error)
  const parts = usePrivateParts()
  const line = decision === null || error !== null || !online ? null : gateLine(decision, parts)
  return (
    <section className="gate" aria-label={t('Where it would run')} aria-busy={pending}>
      <Collapsible.Root>
        <div className={`gate-line gate-${line?.outcome ?? 'unknown'}`}>
          {line === null ? online ? <CircleDashed size={16} aria-hidden /> : <Unplug size={16} aria-hidden /> : ICONS[line.outcome]}
          {line === null ? (
            <p className="grow muted">{unknownText(online, empty, error)}</p>
          ) : (
            <p className="grow">
              <strong>{line.headline}</strong>
              {line.because.map((part) => (
                <span key={part}>
                  <span aria-hidden>{'\u00a0· '}</span>
                  {part}
                </span>
              ))}
            </p>
          )}
          {decision !== null && line !== null ? (
            <Collapsible.Trigger className="gate-why">
              {t('Why')}
              <ChevronDown size={14} aria-hidden />
            </Collapsible.Trigger>
          ) : null}
        </div>
        {decision !== null && line !== null ? (
          <Collapsible.Panel>
            <ScrollRegion className="gate-decision" label={t('The whole decision')}>
              <p dir="auto">{fromCore(decision.summary)}</p>
              <DecisionDetails decision={decision} />
            </ScrollRegion>
          </Collapsible.Panel>
        ) : null}
      </Collapsible.Root>
      <Announcement
        text={line === null ? '' : headlineSentences(line.headline, line.because)}
        about={line === null ? '' : headlineSentences(line.headline, line.because.slice(0, line.outcome === 'waits' ? 2 : 1))}
      />
    </section>
  )
}

function unknownText(online: boolean, empty: boolean, error: string | null): string {
  if (!online) return t('Not connected: nothing can be decided, and nothing is sent.')
  if (error !== null) return error
  return empty ? t('Type a prompt to see where it runs, and why.') : t('Deciding…')
}

/** What is private in the request as it stands, as far as it is known. */
function usePrivateParts(): PrivateParts {
  const marked = useCompose((s) => s.findings.filter(({ recognizer }) => !isOfWholeText(recognizer)).length)
  const items = useCompose((s) => s.findings.filter(({ label, recognizer }) => label !== 'public' && !isOfWholeText(recognizer)).length)
  const sources = useSources((s) => includedSources(s).filter(({ label }) => label !== 'public').length)
  const folders = useSources((s) => s.folders.filter(({ id, label }) => label !== 'public' && !s.excluded.includes(id)).length)
  return { items, marked, sources: sources + folders }
}

/** Tells a listener the line once it has settled, and only when what will happen, or what is private, is another: not at each new estimate. */
function Announcement({ text, about }: { readonly text: string; readonly about: string }) {
  const [said, setSaid] = useState({ text: '', about: '' })
  useEffect(() => {
    if (about === said.about) return
    const timer = setTimeout(() => setSaid({ text, about }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, about, said.about])
  return (
    <p className="visually-hidden" role="status" aria-label={t('Decision preview')}>
      {said.text}
    </p>
  )
}
