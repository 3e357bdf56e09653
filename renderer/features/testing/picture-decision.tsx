import { Check, CheckCheck, X } from 'lucide-react'
import { type FormEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useApp, usePictures } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { CardFoot } from '../../ui/card-foot.tsx'
import { Keys } from '../../ui/keys.tsx'
import { ComparedPictures } from './compared-pictures.tsx'
import { PictureHistory } from './picture-history.tsx'
import { ARROWS, nextKey, previousKey, useDecisionKeys } from './use-decision-keys.ts'

/** The picture that is looked at, and what becomes of it. */
export function PictureDecision() {
  const openId = usePictures((s) => s.openId)
  const open = usePictures((s) => s.open)
  return (
    <div className="picture-decision">
      <div className="card-body stack" aria-busy={open === null}>
        <Steps />
        {open === null ? (
          <p className="small muted">{t('Comparing…')}</p>
        ) : (
          <>
            {open.diff === null || open.diff.verdict === 'changed' ? null : <p>{open.diff.summary}</p>}
            {open.diff === null || open.diff.environment.length === 0 ? null : (
              <p className="small muted">
                <bdi>{open.diff.environment.join(' · ')}</bdi>
              </p>
            )}
            <ComparedPictures
              key={openId}
              name={open.waiting.name}
              approved={open.approved === null ? null : addressOf(open.approved)}
              taken={addressOf(open.taken)}
              regions={open.diff?.regions ?? []}
            />
            <PictureHistory name={open.waiting.name} history={open.history} />
          </>
        )}
      </div>
      <CardFoot>
        <DecisionForm />
      </CardFoot>
    </div>
  )
}

function Steps() {
  const { pictures } = useApp()
  const list = usePictures((s) => s.list)
  const openId = usePictures((s) => s.openId)
  const waiting = list?.waiting ?? []
  const at = waiting.findIndex(({ id }) => id === openId)
  const step = (by: 1 | -1) => (): void => void pictures.getState().step(by)
  return (
    <div className="row spread">
      <Button small busy={at <= 0} aria-keyshortcuts={previousKey()} onClick={step(-1)}>
        {t('Previous picture')} <KeyHint name={ARROWS[previousKey()]} />
      </Button>
      <span className="small muted num">{t('{place} of {count}', { place: at + 1, count: waiting.length })}</span>
      <Button small busy={at < 0 || at >= waiting.length - 1} aria-keyshortcuts={nextKey()} onClick={step(1)}>
        {t('Next picture')} <KeyHint name={ARROWS[nextKey()]} />
      </Button>
    </div>
  )
}

/** Approves or rejects. A rejection says what is wrong; the note of an approval is optional. */
function DecisionForm() {
  const { pictures } = useApp()
  const openId = usePictures((s) => s.openId)
  const isReady = usePictures((s) => s.open !== null)
  const isDeciding = usePictures((s) => s.isDeciding)
  const alike = usePictures((s) => s.alike)
  const [note, setNote] = useState('')
  const [isRejecting, setRejecting] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const id = useId()

  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture begins without a note
  useEffect(() => {
    setNote('')
    setRejecting(false)
  }, [openId])

  const decide = useCallback(
    (decision: 'approved' | 'rejected', all = false) => void pictures.getState().decide(decision, note.trim(), all),
    [pictures, note],
  )
  const approve = useCallback(() => decide('approved'), [decide])
  const reject = useCallback(() => {
    if (note.trim() !== '') return decide('rejected')
    setRejecting(true)
    field.current?.focus()
  }, [decide, note])
  const step = useCallback((by: 1 | -1) => void pictures.getState().step(by), [pictures])
  useDecisionKeys({ approve, reject, step })

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (isRejecting) reject()
    else approve()
  }
  const needsNote = isRejecting && note.trim() === ''
  const waits = !isReady || isDeciding
  return (
    <form className="decision-form" onSubmit={submit}>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {isRejecting ? t('What is wrong?') : t('Note')}
        </label>
        <input
          ref={field}
          id={id}
          className="text-input"
          value={note}
          maxLength={2_000}
          autoComplete="off"
          aria-describedby={needsNote ? `${id}-why` : undefined}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setRejecting(false)
          }}
        />
        {needsNote ? (
          <p id={`${id}-why`} className="small muted">
            {t('It is kept with the picture. Enter rejects.')}
          </p>
        ) : null}
      </div>
      <div className="row row-wrap">
        <Button tone="primary" busy={waits} aria-keyshortcuts="A" icon={<Check size={15} aria-hidden />} onClick={approve}>
          {t('Approve')} <KeyHint name="A" />
        </Button>
        <Button tone="danger" busy={waits} aria-keyshortcuts="R" icon={<X size={15} aria-hidden />} onClick={reject}>
          {t('Reject')} <KeyHint name="R" />
        </Button>
        {alike === null || alike.length === 0 ? null : (
          <Button
            busy={waits}
            icon={<CheckCheck size={15} aria-hidden />}
            title={alike.map(({ name }) => name).join(', ')}
            onClick={() => decide('approved', true)}
          >
            {t('{count, plural, one {Approve # like this} other {Approve all # like this}}', { count: alike.length + 1 })}
          </Button>
        )}
      </div>
    </form>
  )
}

/** Said by `aria-keyshortcuts` already. */
function KeyHint({ name }: { readonly name: string }) {
  return (
    <span aria-hidden>
      <Keys names={[name]} />
    </span>
  )
}

function addressOf(png: string): string {
  return `data:image/png;base64,${png}`
}
