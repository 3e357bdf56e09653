import { useState } from 'react'
import { fromCore } from '../i18n/core-text.ts'
import { t } from '../i18n/t.ts'
import { useHost } from '../state/app-context.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'

/** What the person has to know about this start, until they have read it. */
export function StartNotices() {
  const notices = useHost((s) => s.info?.notices)
  const [read, setRead] = useState(false)
  if (read || notices === undefined || notices.length === 0) return null
  return (
    <div className="start-notices">
      <Callout tone="warn" title={t('About this start')} role="status">
        {notices.map((notice) => (
          <p key={notice}>{fromCore(notice)}</p>
        ))}
        <Button small onClick={() => setRead(true)}>
          {t('Got it')}
        </Button>
      </Callout>
    </div>
  )
}
