import { useState } from 'react'
import { t } from '../../i18n/t.ts'
import { useChoosePath } from '../../state/choose-path.ts'
import { Button } from '../../ui/button.tsx'
import { PathField } from '../../ui/path-field.tsx'
import { RestoreDialog } from './restore-dialog.tsx'
import { Setting } from './setting.tsx'

/** A backup that lies somewhere else. */
export function RestoreFile() {
  const [file, setFile] = useState('')
  const [checking, setChecking] = useState<string | null>(null)
  const choose = useChoosePath('backup', setFile)
  const path = file.trim().replace(/^"(.*)"$/, '$1')
  return (
    <Setting id="restore">
      <form
        className="place-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (path !== '') setChecking(path)
        }}
      >
        <div className="field grow">
          <PathField label={t('Backup file')} value={file} onChange={setFile} onChoose={choose} />
        </div>
        <Button type="submit" disabled={path === ''}>
          {t('Check and restore…')}
        </Button>
      </form>
      {checking === null ? null : <RestoreDialog file={checking} onClose={() => setChecking(null)} />}
    </Setting>
  )
}
