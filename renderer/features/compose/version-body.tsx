import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Citation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useDocument } from '../../state/app-context.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { formatWhen } from '../../ui/format.ts'
import { DraftText } from './draft-text.tsx'
import { PrintedSources } from './printed-sources.tsx'
import { makerOf } from './version-text.ts'

interface VersionBodyProps {
  readonly openCitation: Citation | null
  readonly onOpenCitation: (citation: Citation) => void
}

/** A version that no engine wrote: an edit, one that was brought back, what broke off, a turn of an imported conversation. */
export function VersionBody({ openCitation, onOpenCitation }: VersionBodyProps) {
  const { documents } = useApp()
  const shown = useDocument((s) => s.shown)
  const versions = useDocument((s) => s.found?.versions ?? null)
  if (shown === null || versions === null) return null
  const at = versions.findIndex(({ id }) => id === shown.id)
  const [before, after] = [versions[at - 1], versions[at + 1]]
  return (
    <>
      <div className="row small muted">
        <IconButton
          small
          label={t('The version before')}
          icon={<ChevronLeft size={14} aria-hidden />}
          disabled={before === undefined}
          onClick={() => before && void documents.getState().select(before)}
        />
        <span className="version-place">
          {[
            shown.name === '' ? t('Version {number} of {count}', { number: at + 1, count: versions.length }) : shown.name,
            makerOf(shown),
            formatWhen(shown.createdAt, Date.now()),
          ].join(' · ')}
        </span>
        <IconButton
          small
          label={t('The version after')}
          icon={<ChevronRight size={14} aria-hidden />}
          disabled={after === undefined}
          onClick={() => after && void documents.getState().select(after)}
        />
        <LabelBadge label={shown.label} />
      </div>
      <article dir="auto" className="draft-text" aria-label={t('Draft text')}>
        <DraftText text={shown.text} citations={shown.citations} open={openCitation} onOpen={onOpenCitation} />
      </article>
      <PrintedSources citations={shown.citations} />
    </>
  )
}
