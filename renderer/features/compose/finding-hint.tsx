import type { JudgedFinding } from '#contracts/privacy.ts'
import { t } from '../../i18n/t.ts'
import { useMarking } from '../../state/app-context.ts'
import { typeText } from '../../ui/finding-kinds.ts'
import { reasonText } from '../../ui/finding-reasons.ts'
import { useEffectText } from './use-effect-text.ts'

const GAP_PX = 6
const WIDTH_PX = 300

/** What a marked place is and why, beside the pointer. The list below the prompt has the same for the keyboard. */
export function FindingHint({ finding, place }: { readonly finding: JudgedFinding; readonly place: DOMRect | null }) {
  const effect = useEffectText(finding.label)
  const open = useMarking((s) => s.actions !== null)
  if (place === null || open) return null
  const left = Math.max(8, Math.min(place.left, window.innerWidth - WIDTH_PX - 8))
  return (
    <div className="finding-hint" aria-hidden style={{ left, top: place.bottom + GAP_PX, width: WIDTH_PX }}>
      <strong>{typeText(finding.type, finding.recognizer)}</strong>
      <span>{reasonText(finding.type, finding.recognizer)}</span>
      <span>{effect}</span>
      <span className="finding-hint-more">{t('Click for actions')}</span>
    </div>
  )
}
