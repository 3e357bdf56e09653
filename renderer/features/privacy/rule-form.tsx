import { Plus } from 'lucide-react'
import { useEffect, useId, useState } from 'react'
import type { NewPrivacyRule, RuleTrial } from '#contracts/privacy-rules.ts'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { LABEL_TEXT } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { formatMs } from '../../ui/format.ts'
import { RAISING_LABELS, type RaisingLabel } from '../../ui/label-choice.tsx'
import { MarkedText } from '../../ui/marked-text.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useDebounced } from './use-debounced.ts'

/** As `RULE_LIMITS` of the contract, which is not part of the bundle. */
const MOST_STEPS = 250
const SAMPLE_CHARS = 20_000
const TRIAL_DELAY_MS = 250

const WORD_HINT = t('Found as a whole, in any case and spacing.')
const PATTERN_HINT = t(
  'A regular expression without look-around and back-references. Its time grows with the text only: at most {most, number} steps for each character.',
  { most: MOST_STEPS },
)

/** Adds a private word or pattern; what is typed is checked and tried on a sample at once. */
export function RuleForm() {
  const { rules, ui, insight } = useApp()
  const [kind, setKind] = useState<'word' | 'pattern'>('word')
  const [text, setText] = useState('')
  const [label, setLabel] = useState<RaisingLabel>('confidential')
  const [note, setNote] = useState('')
  const [sample, setSample] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [trial, setTrial] = useState<RuleTrial | null>(null)
  const titleId = useId()
  const rule: NewPrivacyRule = { kind, text: text.trim(), label, note: note.trim() }
  const asked = useDebounced(JSON.stringify({ rule, sample }), TRIAL_DELAY_MS)

  useEffect(() => {
    const { rule, sample } = JSON.parse(asked) as { rule: NewPrivacyRule; sample: string }
    setTrial(null)
    if (rule.text === '') return
    const stale = new AbortController()
    insight
      .getState()
      .tryRule(rule, sample, stale.signal)
      .then(
        (answer) => stale.signal.aborted || setTrial(answer),
        (error: unknown) => stale.signal.aborted || setProblem(describeError(error)),
      )
    return () => stale.abort()
  }, [asked, insight])

  const edit = (change: () => void): void => {
    change()
    setProblem(null)
  }
  const add = (): void => {
    ui.getState().clearNotice()
    rules
      .getState()
      .add(rule)
      .then(
        ({ id }) => {
          setText('')
          setNote('')
          ui.getState().notify(t('The rule holds from now on.'), () => rules.getState().remove(id))
        },
        (error: unknown) => setProblem(describeError(error)),
      )
  }
  const complaint = problem ?? trial?.problem ?? null

  return (
    <form
      className="card rule-form"
      aria-labelledby={titleId}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <div className="card-head">
        <h2 id={titleId}>{t('Add a rule')}</h2>
      </div>
      <div className="card-body stack rule-fields">
        <div className="rule-pair">
          <SelectField
            label={t('Kind')}
            value={kind}
            options={[
              { value: 'word', text: t('Word or phrase') },
              { value: 'pattern', text: t('Pattern') },
            ]}
            onChange={(next) => edit(() => setKind(next))}
          />
          <SelectField
            label={t('Makes a text')}
            value={label}
            options={RAISING_LABELS.map((value) => ({ value, text: LABEL_TEXT[value] }))}
            onChange={(next) => edit(() => setLabel(next))}
          />
        </div>
        <TextField
          label={kind === 'word' ? t('Word or phrase') : t('Pattern')}
          value={text}
          kind={kind === 'pattern' ? 'code' : 'words'}
          maxLength={300}
          placeholder={kind === 'word' ? verbatim('Project Nightjar') : verbatim('PRJ-\\d{4}')}
          hint={kind === 'word' ? WORD_HINT : PATTERN_HINT}
          problem={complaint}
          onChange={(next) => edit(() => setText(next))}
        />
        <TextField label={t('Note')} value={note} maxLength={300} placeholder={t('Why it is private (optional)')} onChange={setNote} />
        <SampleField value={sample} onChange={setSample} />
        <div role="status" aria-label={t('Trial of the rule')} className="rule-trial">
          {complaint === null && trial !== null ? <Trial trial={trial} sample={sample} /> : null}
        </div>
        <div className="row">
          <Button tone="primary" type="submit" icon={<Plus size={15} aria-hidden />} disabled={rule.text === '' || complaint !== null}>
            {t('Add rule')}
          </Button>
        </div>
      </div>
    </form>
  )
}

function Trial({ trial, sample }: { readonly trial: RuleTrial; readonly sample: string }) {
  const found = trial.matches.map((match) => ({ ...match, type: 'WORKSPACE/internal' }))
  return (
    <>
      <p className="small">
        {sample === ''
          ? t('It can be added as it is.')
          : t('Found {count, plural, one {# time} other {# times}} in the text, in {time}.', {
              count: found.length,
              time: formatMs(trial.elapsedMs),
            })}
      </p>
      {trial.steps === null ? null : (
        <p className="small muted">
          {t('{count, plural, one {# step} other {# steps}} for each character at most; {most, number} are allowed.', {
            count: trial.steps,
            most: MOST_STEPS,
          })}
        </p>
      )}
      {found.length > 0 ? <MarkedText text={sample} findings={found} className="code-block" /> : null}
    </>
  )
}

function SampleField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {t('Try it on a text')}
      </label>
      <textarea
        id={id}
        className="text-area"
        rows={3}
        value={value}
        maxLength={SAMPLE_CHARS}
        placeholder={t('Nothing of it is stored or sent.')}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
