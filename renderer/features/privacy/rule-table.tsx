import { Trash2 } from 'lucide-react'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { IconButton } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'

interface RuleTableProps {
  readonly label: string
  readonly rules: readonly PrivacyRule[]
  /** Absent for rules that no longer hold. */
  readonly onRemove?: (rule: PrivacyRule) => void
}

const KIND_TEXT: Readonly<Record<PrivacyRule['kind'], string>> = { word: 'Word', pattern: 'Pattern', 'not-private': 'Not private' }

/** Rules with their times: since when each holds, and until when it did. */
export function RuleTable({ label, rules, onRemove }: RuleTableProps) {
  return (
    <div className="table-scroll">
      <table className="table rule-table" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Text</th>
            <th scope="col">Kind</th>
            <th scope="col">Makes a text</th>
            <th scope="col">{onRemove ? 'Since' : 'Held'}</th>
            {onRemove ? (
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <th scope="row" className="rule-text">
                <span className={rule.kind === 'pattern' ? 'mono' : undefined}>{rule.text}</span>
                {rule.note === '' ? null : <span className="small muted rule-note">{rule.note}</span>}
              </th>
              <td>{KIND_TEXT[rule.kind]}</td>
              <td>{rule.label === null ? <span className="muted">—</span> : <LabelBadge label={rule.label} />}</td>
              <td className="num small">
                {formatDateTime(rule.createdAt)}
                {rule.removedAt === null ? null : (
                  <>
                    {' to '}
                    {formatDateTime(rule.removedAt)}
                  </>
                )}
              </td>
              {onRemove ? (
                <td className="end">
                  <IconButton
                    small
                    label={rule.kind === 'not-private' ? `Revoke: ${rule.text}` : `Remove: ${rule.text}`}
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
