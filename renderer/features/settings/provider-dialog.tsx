import { type ReactNode, useId, useState } from 'react'
import type { ServedProviderConfig } from '#contracts/config.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Modal } from '../../ui/modal.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useFocusOnProblem } from '../../ui/use-focus-on-problem.ts'
import { PROVIDER_KIND_ORDER } from './kind-order.ts'
import { KIND_TEXT } from './kind-text.ts'
import { draftOf, newDraft, type ProviderDraft, problemsOf, providerOf, withKind } from './provider-draft.ts'
import { TestResult } from './test-result.tsx'
import { useProviderTest } from './use-provider-test.ts'

/** Fields that are asked for only by whoever opens them. */
const MORE = ['contextTokens', 'usdIn', 'usdOut', 'perMinute', 'parallel'] as const

interface ProviderDialogProps {
  /** The provider to change; null for a new one. */
  readonly provider: ServedProviderConfig | null
  /** Names that others have. */
  readonly taken: readonly string[]
  readonly onClose: () => void
  readonly onSaved: (provider: ServedProviderConfig) => void
}

/** Sets up a provider: what it is, where it is, which model. It can be tried before it is saved. */
export function ProviderDialog({ provider, taken, onClose, onSaved }: ProviderDialogProps) {
  const { providerDesk } = useApp()
  const hasKeychain = useHost((s) => s.info?.host === 'electron')
  const [draft, setDraft] = useState<ProviderDraft>(() => (provider === null ? newDraft('ollama', taken) : draftOf(provider)))
  const [shown, setShown] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const test = useProviderTest()
  const formId = useId()
  const [form, goToProblem] = useFocusOnProblem()
  const listId = useId()
  const problems = problemsOf(draft, taken)
  const change = (patch: Partial<ProviderDraft>): void => {
    setDraft({ ...draft, ...patch })
    if (patch.model === undefined) test.forget()
  }
  const field = (
    name: keyof ProviderDraft,
    label: string,
    extra: { list?: string; disabled?: boolean; note?: ReactNode } = {},
  ): ReactNode => (
    <TextField
      label={label}
      kind="name"
      value={draft[name]}
      problem={shown ? problems[name] : undefined}
      onChange={(value) => change({ [name]: value })}
      {...extra}
    />
  )
  const save = (): void => {
    setShown(true)
    if (Object.keys(problems).length > 0) {
      goToProblem()
      return
    }
    if (busy) return
    setBusy(true)
    setRefused(null)
    const next = providerOf(draft, provider)
    providerDesk.put(next).then(
      () => onSaved(next),
      (error: unknown) => {
        setBusy(false)
        setRefused(describeError(error))
      },
    )
  }
  const tryOut = (): void => {
    if (problems.baseUrl !== undefined) {
      setShown(true)
      goToProblem()
      return
    }
    test.run({
      kind: draft.kind,
      baseUrl: draft.baseUrl.trim(),
      ...(provider === null ? {} : { id: provider.id }),
      ...(draft.model.trim() === '' ? {} : { model: draft.model.trim() }),
    })
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={provider === null ? t('Add a provider') : t('Change {name}', { name: provider.id })}
      description={
        hasKeychain
          ? t('Whether it is on this machine is found out by its address. A key is stored afterwards, in the keychain.')
          : t('Whether it is on this machine is found out by its address. A key is stored afterwards, in the file keys.json.')
      }
      actions={
        <>
          <Button disabled={test.busy} onClick={tryOut}>
            {test.busy ? t('Testing…') : t('Test')}
          </Button>
          <span className="grow" />
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button tone="primary" type="submit" form={formId} disabled={busy}>
            {provider === null ? t('Add') : t('Save')}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        className="provider-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <SelectField
          label={t('Kind')}
          value={draft.kind}
          options={PROVIDER_KIND_ORDER.map((kind) => ({ value: kind, text: KIND_TEXT[kind] }))}
          onChange={(kind) => {
            setDraft(provider === null ? withKind(draft, kind, taken) : { ...draft, kind })
            test.forget()
          }}
        />
        {field('id', t('Name'), { disabled: provider !== null })}
        {field('baseUrl', t('Address'))}
        {field('model', draft.kind === 'langbase' ? t('Pipe or model') : t('Model'), { list: listId })}
        <datalist id={listId}>
          {test.models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
        <TestResult test={test.result} model={draft.model} onChoose={(model) => change({ model })} />
        {refused === null ? null : (
          <Callout tone="bad" title={t('It was not saved')} role="alert">
            {refused}
          </Callout>
        )}
        <Disclosure summary={t('Context, prices and limits')} keepOpen={shown && MORE.some((name) => problems[name] !== undefined)}>
          <div className="provider-form-more">
            {field('usdIn', t('USD per million tokens in'))}
            {field('usdOut', t('USD per million tokens out'))}
            {field('contextTokens', t('Context, tokens'))}
            {field('perMinute', t('Requests a minute'))}
            {field('parallel', t('Requests at a time'))}
          </div>
          <p className="small muted">{t('Limits may stay empty: the service’s own then hold, and four requests at a time.')}</p>
        </Disclosure>
      </form>
    </Modal>
  )
}
