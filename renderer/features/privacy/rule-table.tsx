import { Trash2 } from 'lucide-react'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { t } from '../../i18n/t.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'

interface RuleTableProps {
  readonly label: string
  readonly rules: readonly PrivacyRule[]
  /** Absent for rules that no longer hold. */
  readonly onRemove?: (rule: PrivacyRule) => void
}

export const KIND_TEXT: Readonly<Record<PrivacyRule['kind'], string>> = {
  word: t('Word'),
  pattern: t('Pattern'),
  'not-private': t('Not private'),
}

/** Rules with their times: since when each holds, and until when it did. */
export function RuleTable({ label, rules, onRemove }: RuleTableProps) {
  // What is marked as not private is all of one kind, and makes nothing of a text.
  const hasLabels = rules.some(({ label: made }) => made !== null)
  return (
    <div className="table-scroll">
      <table className="table rule-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('Text')}</th>
            {hasLabels ? <th scope="col">{t('Kind')}</th> : null}
            {hasLabels ? <th scope="col">{t('Makes a text')}</th> : null}
            <th scope="col">{onRemove ? t('Since') : t('Held')}</th>
            {onRemove ? (
              <th scope="col">
                <span className="visually-hidden">{t('Actions')}</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <th scope="row" className="rule-text">
                <bdi className={rule.kind === 'pattern' ? 'mono' : undefined}>{rule.text}</bdi>
                {rule.note === '' ? null : <span className="small muted rule-note">{rule.note}</span>}
              </th>
              {hasLabels ? <td>{KIND_TEXT[rule.kind]}</td> : null}
              {hasLabels ? <td>{rule.label === null ? <span className="muted">—</span> : <LabelBadge label={rule.label} />}</td> : null}
              <td className="num small">
                {rule.removedAt === null
                  ? formatDateTime(rule.createdAt)
                  : t('{from} to {to}', { from: formatDateTime(rule.createdAt), to: formatDateTime(rule.removedAt) })}
              </td>
              {onRemove ? (
                <td className="end">
                  <IconButton
                    small
                    label={
                      rule.kind === 'not-private' ? t('Revoke: {text}', { text: rule.text }) : t('Remove: {text}', { text: rule.text })
                    }
                    icon={<Trash2 size={15} aria-hidden />}
                    onClick={() => onRemove(rule)}
                  />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
