import { Download } from 'lucide-react'
import { useState } from 'react'
import type { Diagnostics } from '#contracts/diagnostics.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { saveFile } from '../../ui/save-file.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { DIAGNOSTIC_PART_TEXT } from './part-text.ts'
import { Setting } from './setting.tsx'
import { ShippingSetting } from './shipping-setting.tsx'
import './data.css'

export function DiagnosticsSection() {
  return (
    <>
      <BundleSetting />
      <ShippingSetting />
    </>
  )
}

/** A bundle for whoever looks for a fault: seen first, then saved as it was seen. */
function BundleSetting() {
  const { upkeep } = useApp()
  const [bundle, setBundle] = useState<Diagnostics | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const look = (): void => {
    setBusy(true)
    setProblem(null)
    upkeep
      .getState()
      .diagnose()
      .then(setBundle, (error: unknown) => setProblem(describeError(error)))
      .finally(() => setBusy(false))
  }
  return (
    <Setting
      id="diagnostics"
      control={
        <Button tone={bundle === null ? 'primary' : 'normal'} busy={busy} onClick={look}>
          {busy ? t('Collecting…') : bundle === null ? t('Show what would be in it') : t('Collect again')}
        </Button>
      }
    >
      <p className="small muted">{t('Each provider is asked once whether it is well; nothing else leaves this machine.')}</p>
      {problem === null ? null : (
        <Callout tone="bad" title={t('The bundle could not be made')} role="alert">
          {problem}
        </Callout>
      )}
      {bundle === null ? null : (
        <>
          <div className="row row-wrap spread bundle-head">
            <p className="small">
              {t('Collected {when}. What you see here is all that is saved.', { when: formatDateTime(bundle.madeAt) })}
            </p>
            <Button tone="primary" icon={<Download size={14} aria-hidden />} onClick={() => saveBundle(bundle)}>
              {t('Save the bundle')}
            </Button>
          </div>
          {bundle.parts.map(({ part, text }) => (
            <Disclosure key={part} summary={DIAGNOSTIC_PART_TEXT[part]} defaultOpen={part === 'versions'}>
              <ScrollRegion className="bundle-part" label={DIAGNOSTIC_PART_TEXT[part]}>
                <pre className="code-block" dir="ltr">
                  {text === '' ? t('Nothing') : text}
                </pre>
              </ScrollRegion>
            </Disclosure>
          ))}
        </>
      )}
    </Setting>
  )
}

function saveBundle({ madeAt, parts }: Diagnostics): void {
  const day = new Date(madeAt).toISOString().slice(0, 10)
  const text = parts.map((part) => `== ${part.part} ==\n${part.text}\n`).join('\n')
  saveFile(`tidegate-diagnostics-${day}.txt`, [text], 'text/plain')
}
