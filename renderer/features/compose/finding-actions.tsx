import { Popover } from '@base-ui/react/popover'
import { useEffect, useId, useRef, useState } from 'react'
import type { Label } from '#contracts/privacy.ts'
import type { NewPrivacyRule } from '#contracts/privacy-rules.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useCompose, useMarking } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import type { MarkingTarget } from '../../state/marking-store.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { familyOf, isOfWholeText, maskedPreview, typeText } from '../../ui/finding-kinds.ts'
import { reasonText } from '../../ui/finding-reasons.ts'
import { LabelChoice } from '../../ui/label-choice.tsx'
import { useEffectText } from './use-effect-text.ts'
import { whyNotDismissable } from './why-not-dismissable.ts'

/** What can be done about a finding or a selected text, beside it. */
export function FindingActions() {
  const { marking } = useApp()
  const target = useMarking((s) => s.actions)
  const prompt = useCompose((s) => s.prompt)
  const opened = useRef(prompt)
  const close = (): void => marking.setState({ actions: null })
  if (target === null) opened.current = prompt
  // Whoever goes on writing is done with it: the places have moved.
  useEffect(() => {
    if (opened.current !== prompt) marking.setState({ actions: null })
  }, [prompt, marking])
  return (
    <Popover.Root open={target !== null} onOpenChange={(open) => open || close()}>
      <Popover.Portal>
        <Popover.Positioner anchor={target?.beside ?? null} side="bottom" align="start" sideOffset={8} className="popover-place">
          <Popover.Popup
            className="popover"
            initialFocus={target?.kind !== 'finding' || target.from === 'keyboard'}
            finalFocus={target?.kind !== 'finding' || target.from === 'keyboard'}
          >
            {target === null ? null : <Actions key={`${target.kind}`} target={target} prompt={opened.current} onDone={close} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface ActionsProps {
  readonly target: MarkingTarget
  readonly prompt: string
  readonly onDone: () => void
}

function Actions({ target, prompt, onDone }: ActionsProps) {
  const { rules, ui } = useApp()
  const [choosing, setChoosing] = useState(target.kind === 'selection')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { start, end } = target.kind === 'finding' ? target.finding : target
  const value = prompt.slice(start, end)

  const run = (work: Promise<void>): void => {
    setBusy(true)
    setProblem(null)
    ui.getState().clearNotice()
    work.then(onDone, (error: unknown) => {
      setBusy(false)
      setProblem(describeError(error))
    })
  }
  const addRule = async (rule: NewPrivacyRule, done: string): Promise<void> => {
    const { id } = await rules.getState().add(rule)
    ui.getState().notify(done, () => rules.getState().remove(id))
  }
  const markPrivate = (label: Exclude<Label, 'public'>): void =>
    run(addRule({ kind: 'word', text: value.trim(), label, note: '' }, t('Private in this workspace from now on.')))

  return (
    <div className="stack">
      {target.kind === 'finding' ? (
        <About target={target} value={value} />
      ) : (
        <>
          <Popover.Title className="popover-title">{t('Keep the selection private')}</Popover.Title>
          <p className="small muted">
            {t('It is found from now on wherever it stands as a whole word or phrase, in any case and spacing.')}
          </p>
        </>
      )}
      {problem === null ? null : (
        <p className="popover-problem" role="alert">
          {problem}
        </p>
      )}
      {choosing ? (
        <LabelChoice busy={busy} onChoose={markPrivate} onCancel={onDone} />
      ) : target.kind === 'finding' ? (
        <FindingButtons
          target={target}
          busy={busy}
          onPrivate={() => setChoosing(true)}
          onNotPrivate={() =>
            run(addRule({ kind: 'not-private', text: value, label: null, note: '' }, t('Not private in this workspace from now on.')))
          }
          onRemoveRule={(id) =>
            run(
              rules
                .getState()
                .remove(id)
                .then(() => ui.getState().notify(t('The rule was removed. Privacy, Your rules lists it.'))),
            )
          }
        />
      ) : null}
    </div>
  )
}

function About({ target, value }: { readonly target: Extract<MarkingTarget, { kind: 'finding' }>; readonly value: string }) {
  const { type, recognizer, label } = target.finding
  const effect = useEffectText(label)
  return (
    <>
      <div className="row spread">
        <Popover.Title className="popover-title">{typeText(type, recognizer)}</Popover.Title>
        {label === 'public' ? null : <LabelBadge label={label} />}
      </div>
      {isOfWholeText(recognizer) ? null : <p className="mono truncate">{maskedPreview(value, familyOf(type))}</p>}
      <Popover.Description className="small">
        {reasonText(type, recognizer)} {effect}
      </Popover.Description>
    </>
  )
}

interface FindingButtonsProps {
  readonly target: Extract<MarkingTarget, { kind: 'finding' }>
  readonly busy: boolean
  readonly onPrivate: () => void
  readonly onNotPrivate: () => void
  readonly onRemoveRule: (id: string) => void
}

function FindingButtons({ target, busy, onPrivate, onNotPrivate, onRemoveRule }: FindingButtonsProps) {
  const { finding } = target
  const refusal = whyNotDismissable(finding)
  const reasonId = useId()
  const rule = finding.type.startsWith('WORKSPACE/') ? finding.recognizer.replace(/^rule-/, '') : null
  return (
    <>
      <div className="row row-wrap">
        {rule === null ? (
          <Button
            small
            disabled={busy || refusal !== null}
            aria-describedby={refusal === null ? undefined : reasonId}
            onClick={onNotPrivate}
          >
            {t('Not private')}
          </Button>
        ) : (
          <Button small busy={busy} onClick={() => onRemoveRule(rule)}>
            {t('Remove the rule')}
          </Button>
        )}
        {rule === null && finding.label !== 'restricted' ? (
          <Button small busy={busy} onClick={onPrivate}>
            {t('Private…')}
          </Button>
        ) : null}
      </div>
      <p className="small muted" id={reasonId}>
        {refusal ?? t('Kept for this workspace with the time, and listed under Privacy, Your rules.')}
      </p>
    </>
  )
}
