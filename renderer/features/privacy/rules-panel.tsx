import { useId, useState } from 'react'
import type { PrivacyRule } from '#contracts/privacy-rules.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useRules } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Callout } from '../../ui/callout.tsx'
import { countText } from '../../ui/count-text.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { RuleForm } from './rule-form.tsx'
import { RuleTable } from './rule-table.tsx'
import { RulesTransfer } from './rules-transfer.tsx'
import './rules.css'

/** From so many rules on they are searched. */
const SEARCHED_FROM = 8

/** What this workspace calls private or not, what it once did, and a form to add to it. */
export function RulesPanel() {
  const { rules: store, ui } = useApp()
  const rules = useRules((s) => s.rules)
  const error = useRules((s) => s.error)
  const [sought, setSought] = useState('')
  const words = sought.trim().toLowerCase()
  const all = rules ?? []
  const matching = words === '' ? all : all.filter(({ text, note }) => `${text} ${note}`.toLowerCase().includes(words))
  const held = matching.filter(({ removedAt }) => removedAt === null)
  const over = matching.filter(({ removedAt }) => removedAt !== null)

  const remove = ({ id, kind, text, label, note }: PrivacyRule): void => {
    // The undo of what was done before is not the undo of this.
    ui.getState().clearNotice()
    store
      .getState()
      .remove(id)
      .then(
        () => ui.getState().notify(t('The rule was removed.'), () => store.getState().add({ kind, text, label, note })),
        (reason: unknown) => ui.getState().notify(describeError(reason)),
      )
  }

  return (
    <div className="privacy-columns">
      <div className="rule-lists">
        {error === null ? null : (
          <Callout tone="bad" title={t('The rules cannot be shown')} role="alert">
            {error}
          </Callout>
        )}
        <div className="row spread">
          {all.length < SEARCHED_FROM ? (
            <p className="small muted">{t('What nobody but you would call private, and what only looks so.')}</p>
          ) : (
            <search className="rule-search">
              <SearchField quiet label={t('Search the rules')} placeholder={t('Search the rules')} value={sought} onChange={setSought} />
            </search>
          )}
          <RulesTransfer />
        </div>
        <RuleList
          title={t('Words and patterns that are private')}
          rules={held.filter(({ kind }) => kind !== 'not-private')}
          empty={
            words === ''
              ? t(
                  'Add a word, a phrase or a pattern that is private here although nobody else would know: the name of a project, a customer number. It is found from then on in every prompt and source.',
                )
              : t('None of them matches.')
          }
          onRemove={remove}
        />
        <RuleList
          title={t('Marked as not private')}
          rules={held.filter(({ kind }) => kind === 'not-private')}
          empty={
            words === ''
              ? t('Nothing yet. Choose a finding in the prompt and mark it as not private when it is none. What is restricted stays so.')
              : t('None of them matches.')
          }
          onRemove={remove}
        />
        {over.length === 0 ? null : (
          <Disclosure summary={t('{count, plural, one {# rule} other {# rules}} no longer held', { count: over.length })}>
            <section className="card" aria-label={t('Rules no longer held')}>
              <RuleTable label={t('Rules no longer held')} rules={over} />
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
        <span className="small muted num">{rules.length === 0 ? '' : countText(rules.length)}</span>
      </div>
      {rules.length === 0 ? (
        <p className="card-body muted rule-empty">{empty}</p>
      ) : (
        <RuleTable label={title} rules={rules} onRemove={onRemove} />
      )}
    </section>
  )
}
