import { useId } from 'react'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { useApp, useRules } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { plural } from '../../ui/format.ts'
import { RuleForm } from './rule-form.tsx'
import { RuleTable } from './rule-table.tsx'

/** What this workspace calls private or not, what it once did, and a form to add to it. */
export function RulesPanel() {
  const { rules: store, ui } = useApp()
  const rules = useRules((s) => s.rules)
  const error = useRules((s) => s.error)
  const held = (rules ?? []).filter(({ removedAt }) => removedAt === null)
  const over = (rules ?? []).filter(({ removedAt }) => removedAt !== null)

  const remove = ({ id, kind, text, label, note }: PrivacyRule): void => {
    // The undo of what was done before is not the undo of this.
    ui.getState().clearNotice()
    store
      .getState()
      .remove(id)
      .then(
        () => ui.getState().notify('The rule was removed.', () => store.getState().add({ kind, text, label, note })),
        (reason: unknown) => ui.getState().notify(describeError(reason)),
      )
  }

  return (
    <div className="privacy-columns">
      <div className="rule-lists">
        {error === null ? null : (
          <Callout tone="bad" title="The rules cannot be shown" role="alert">
            {error}
          </Callout>
        )}
        <RuleList
          title="Words and patterns that are private"
          rules={held.filter(({ kind }) => kind !== 'not-private')}
          empty="Add a word, a phrase or a pattern that is private here although nobody else would know: the name of a project, a customer number. It is found from then on in every prompt and source."
          onRemove={remove}
        />
        <RuleList
          title="Marked as not private"
          rules={held.filter(({ kind }) => kind === 'not-private')}
          empty="Nothing yet. Choose a finding in the prompt and mark it as not private when it is none. What is restricted stays so."
          onRemove={remove}
        />
        {over.length === 0 ? null : (
          <Disclosure summary={`${plural(over.length, 'rule')} no longer held`}>
            <section className="card" aria-label="Rules no longer held">
              <RuleTable label="Rules no longer held" rules={over} />
            </section>
          </Disclosure>
        )}
      </div>
      <RuleForm />
    </div>
  )
}

interface RuleListProps {
  readonly title: string
  readonly rules: readonly PrivacyRule[]
  readonly empty: string
  readonly onRemove: (rule: PrivacyRule) => void
}

function RuleList({ title, rules, empty, onRemove }: RuleListProps) {
  const titleId = useId()
  return (
    <section className="card" aria-labelledby={titleId}>
      <div className="card-head">
        <h2 id={titleId}>{title}</h2>
        <span className="small muted num">{rules.length === 0 ? '' : rules.length.toLocaleString()}</span>
      </div>
      {rules.length === 0 ? (
        <p className="card-body muted rule-empty">{empty}</p>
      ) : (
        <RuleTable label={title} rules={rules} onRemove={onRemove} />
      )}
    </section>
  )
}
