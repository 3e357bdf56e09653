import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { GenerationRequestInput } from '#contracts/generation.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useGeneration, useSources } from '../../state/app-context.ts'
import type { AppState } from '../../state/app-state.ts'
import { requestedSources } from '../../state/sources-store.ts'
import { Callout } from '../../ui/callout.tsx'
import { StepFrame } from './step-frame.tsx'

/** The sample files are English, and so is what is asked of them. */
const PROMPT = verbatim('Summarise the launch plan for the board.')
const SAMPLE = 'launch-plan.md'

interface StepDraftProps {
  readonly onBack: (() => void) | null
  readonly onFinish: () => void
}

/** A real draft from the sample files, as it is written; it is open in Compose afterwards. */
export function StepDraft({ onBack, onFinish }: StepDraftProps) {
  const app = useApp()
  const ready = useSources((s) => (s.sources?.length ?? 0) > 0)
  const known = useSources((s) => s.sources !== null)
  const generation = useGeneration((s) => s.generation)
  const phase = useGeneration((s) => s.phase)
  const error = useGeneration((s) => s.error)
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    if (!ready || asked || app.generation.getState().phase !== 'idle') return
    setAsked(true)
    // Beside what the person may have typed already: that stays in Compose as it is.
    void app.generation.getState().start({ prompt: PROMPT, sources: sampleOf(app), template: 'summary', fields: {}, options: {} })
  }, [app, ready, asked])
  const mine = asked && generation?.form.typed === PROMPT ? generation : null
  const done = mine !== null && phase === 'idle'
  const failure = error ?? (mine?.error ? fromCore(mine.error.message) : null)
  return (
    <StepFrame action={t('Open it in Compose')} onBack={onBack} onNext={onFinish}>
      <p className="onboarding-lead">
        {t(
          'This is what you get: a draft from the sample files, in which every sentence that draws on a source says which one, and each of these citations was checked.',
        )}
      </p>
      <p className="onboarding-prompt">
        <span className="small muted">{t('Asked:')}</span> <bdi lang="en">{PROMPT}</bdi>
      </p>
      {known && !ready ? (
        <Callout tone="info">
          {t('The sample files are being read, or were removed. Add a file in Compose and press Generate there.')}
        </Callout>
      ) : null}
      {failure === null ? null : (
        <Callout tone="bad" title={t('The draft was not finished')} role="alert">
          {failure}
        </Callout>
      )}
      <section className="onboarding-draft" aria-label={t('Draft')} aria-busy={!done}>
        <DraftText text={mine?.text ?? ''} />
      </section>
      <p className="onboarding-outcome small" role="status">
        {done && failure === null ? (
          <>
            <CircleCheck size={15} aria-hidden />
            {t(
              '{count, plural, =0 {The draft is ready.} one {The draft is ready; its citation was checked against the file.} other {The draft is ready; its # citations were checked against the files.}}',
              { count: mine.citations.length },
            )}
          </>
        ) : null}
      </p>
    </StepFrame>
  )
}

/** The plan that is asked about, or whatever there is where it was removed. */
function sampleOf({ sources }: AppState): GenerationRequestInput['sources'] {
  const state = sources.getState()
  const plan = state.sources?.find(({ name }) => name === SAMPLE)
  return plan === undefined ? requestedSources(state) : requestedSources({ ...state, sources: [plan] })
}

/** The text with its markers raised. Everything else about a draft is for Compose. */
function DraftText({ text }: { readonly text: string }) {
  return text
    .split(/\n+/)
    .filter(Boolean)
    .map((line, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
      <p key={index} dir="auto">
        {line
          .replace(/^#+\s*|^[-*]\s+/, '')
          .split(/(\[\d+\])/)
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          .map((part, place) => (/^\[\d+\]$/.test(part) ? <sup key={place}>{part.slice(1, -1)}</sup> : part.replace(/\*\*/g, '')))}
      </p>
    ))
}
