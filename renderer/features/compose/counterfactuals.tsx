import { useEffect, useState } from 'react'
import type { ExplainedDecision } from '#contracts/routing-history.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'

/** How the chosen route compares, what would have led elsewhere, and the way to all of it. Says nothing where that cannot be known. */
export function Counterfactuals({ generationId }: { readonly generationId: string }) {
  const { routing, ui } = useApp()
  const [explained, setExplained] = useState<ExplainedDecision | null>(null)
  useEffect(() => {
    let stale = false
    setExplained(null)
    routing
      .getState()
      .explain(generationId)
      .then(
        (answer) => stale || setExplained(answer),
        () => undefined,
      )
    return () => {
      stale = true
    }
  }, [generationId, routing])
  if (explained === null) return null
  const { decision, comparison, counterfactuals } = explained
  const sentences = [...(comparison === null ? [] : [comparison]), ...counterfactuals.map(({ sentence }) => sentence)].map(fromCore)
  return (
    <div className="counterfactuals">
      {sentences.map((sentence) => (
        <p key={sentence} dir="auto">
          {sentence}
        </p>
      ))}
      <Button
        small
        onClick={() => {
          ui.getState().setRoutingTab('decisions')
          ui.getState().show('routing')
          void routing.getState().select(decision.id)
        }}
      >
        {t('Show in Routing')}
      </Button>
    </div>
  )
}
