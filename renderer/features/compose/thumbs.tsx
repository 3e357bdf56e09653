import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useEffect } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, useVerdicts } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import type { Thumb } from '../../state/verdict-store.ts'
import { IconButton } from '../../ui/button.tsx'

const THUMBS = [
  { thumb: 'liked', text: t('Good enough'), Icon: ThumbsUp },
  { thumb: 'disliked', text: t('Not good enough'), Icon: ThumbsDown },
] as const satisfies ReadonlyArray<{ readonly thumb: Thumb; readonly text: string; readonly Icon: typeof ThumbsUp }>

/** Asks of a finished draft whether it was good enough. The router learns from the verdict; the text is not looked at. */
export function Thumbs({ generationId }: { readonly generationId: string }) {
  const { ui, verdicts } = useApp()
  const current = useVerdicts((s) => s.thumbs[generationId] ?? null)
  useEffect(() => void verdicts.getState().load(generationId), [generationId, verdicts])
  const rate = (thumb: Thumb): void => {
    if (thumb === current) return
    verdicts
      .getState()
      .rate(generationId, thumb)
      // The pressed button says that it was noted.
      .catch((error: unknown) => ui.getState().notify(describeError(error)))
  }
  return (
    <fieldset className="thumbs" aria-label={t('Was this draft good enough?')}>
      {THUMBS.map(({ thumb, text, Icon }) => (
        <IconButton
          key={thumb}
          small
          tone="normal"
          label={text}
          icon={<Icon size={14} aria-hidden />}
          aria-pressed={thumb === current}
          onClick={() => rate(thumb)}
        />
      ))}
    </fieldset>
  )
}
