import { Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { GenerationSummary } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useGeneration } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LabelBadge, RouteBadge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { formatWhen } from '../../ui/format.ts'
import { STATE_TEXT } from './state-text.ts'

/** An earlier request: opens its draft, or deletes it with all that belongs to it. */
export function HistoryRow({ summary }: { readonly summary: GenerationSummary }) {
  const open = useGeneration((s) => s.open)
  const current = useGeneration((s) => s.currentId === summary.id)
  const titleId = useId()
  return (
    <li className="history-row">
      <button type="button" className="history-item" aria-current={current ? 'true' : undefined} onClick={() => open(summary.id)}>
        <span id={titleId} className="history-title">
          {summary.title}
        </span>
        <span className="row row-wrap small muted">
          <span className="num">{formatWhen(summary.createdAt, Date.now())}</span>
          <span>{STATE_TEXT[summary.state]}</span>
        </span>
        <span className="row row-wrap">
          {summary.route ? <RouteBadge route={summary.route} /> : null}
          {summary.label ? <LabelBadge label={summary.label} /> : null}
        </span>
      </button>
      <DeleteButton summary={summary} titleId={titleId} />
    </li>
  )
}

function DeleteButton({ summary: { id, title }, titleId }: { readonly summary: GenerationSummary; readonly titleId: string }) {
  const { ui, generation } = useApp()
  const [versions, setVersions] = useState<number | null>(null)
  const tell = (error: unknown): void => ui.getState().notify(describeError(error))
  return (
    <>
      <IconButton
        small
        label={t('Delete this draft')}
        aria-describedby={titleId}
        icon={<Trash2 size={14} aria-hidden />}
        onClick={() => generation.getState().versionsWith(id).then(setVersions, tell)}
      />
      <Confirm
        open={versions !== null}
        title={t('Delete this draft?')}
        action={t('Delete for good')}
        onConfirm={() => {
          setVersions(null)
          generation
            .getState()
            .remove(id)
            .then(() => ui.getState().notify(t('The draft is deleted.')), tell)
        }}
        onCancel={() => setVersions(null)}
      >
        {t(
          '“{title}” is deleted for good with {count, plural, one {its one version} other {all # versions}}, and overwritten on the disk. Its sources, what it cost and what left this machine stay on record. Backups still have it.',
          { title, count: versions ?? 0 },
        )}
      </Confirm>
    </>
  )
}
