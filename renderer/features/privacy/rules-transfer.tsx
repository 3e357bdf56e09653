import { Download, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { NewPrivacyRule } from '#contracts/privacy-rules.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useRules } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { ImportDialog } from './import-dialog.tsx'
import { missingFrom, readRulesFile, writeRulesFile } from './rules-file.ts'

/** What was read from a file, before anything of it is added. */
export interface PendingImport {
  readonly name: string
  /** Rules that do not hold here yet. */
  readonly fresh: readonly NewPrivacyRule[]
  readonly known: number
  readonly unreadable: number
}

/** Takes the workspace's rules to a file and from one. */
export function RulesTransfer() {
  const { ui } = useApp()
  const rules = useRules((s) => s.rules)
  const input = useRef<HTMLInputElement>(null)
  const [pending, setPending] = useState<PendingImport | null>(null)
  const held = (rules ?? []).filter(({ removedAt }) => removedAt === null)

  const exportRules = (): void => {
    saveFile(`tidegate-rules-${new Date().toISOString().slice(0, 10)}.json`, [writeRulesFile(held)], 'application/json')
    ui.getState().notify(
      t('{count, plural, one {# rule} other {# rules}} exported. The file holds your private words: keep it where they may be.', {
        count: held.length,
      }),
    )
  }
  const read = async (file: File): Promise<void> => {
    const found = readRulesFile(await file.text())
    if (found === null) {
      ui.getState().notify(
        t('“{name}” holds no rules. Choose a file that was exported here, or a text with one word in each line.', { name: file.name }),
      )
      return
    }
    const fresh = missingFrom(rules ?? [], found.rules)
    setPending({ name: file.name, fresh, known: found.rules.length - fresh.length, unreadable: found.unreadable })
  }

  return (
    <div className="row">
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        accept=".json,.txt,application/json,text/plain"
        aria-label={t('File with rules')}
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          event.target.value = ''
          if (file) void read(file)
        }}
      />
      <Button small icon={<Upload size={14} aria-hidden />} disabled={rules === null} onClick={() => input.current?.click()}>
        {t('Import…')}
      </Button>
      <Button small icon={<Download size={14} aria-hidden />} disabled={held.length === 0} onClick={exportRules}>
        {t('Export')}
      </Button>
      {pending === null ? null : <ImportDialog pending={pending} onClose={() => setPending(null)} />}
    </div>
  )
}
