import { Suspense, useState } from 'react'
import type { Template } from '#contracts/templates.ts'
import { t } from '../../i18n/t.ts'
import { useApp } from '../../state/app-context.ts'
import { describeError } from '../../state/describe-error.ts'
import { Button } from '../../ui/button.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { TemplateDialog } from './lazy-parts.ts'

/** What can be done with a template: copy it, and change, save or remove one of one's own. Removing can be undone. */
export function TemplateActions({ template }: { readonly template: Template }) {
  const { templates, compose, ui } = useApp()
  const [editing, setEditing] = useState(false)
  const { builtIn, ...definition } = template
  const remove = (): void => {
    templates
      .getState()
      .remove(template.id)
      .then(
        () => {
          compose.getState().setTemplate('summary')
          ui.getState().notify(t('The template “{name}” was removed.', { name: template.name }), () => templates.getState().put(definition))
        },
        (error: unknown) => ui.getState().notify(describeError(error)),
      )
  }
  return (
    <div className="row row-wrap template-actions">
      <Button small tone="quiet" onClick={() => setEditing(true)}>
        {builtIn ? t('Copy and change') : t('Change template')}
      </Button>
      {builtIn ? null : (
        <>
          <Button
            small
            tone="quiet"
            onClick={() => saveFile(`${template.id}.json`, [`${JSON.stringify(definition, null, 2)}\n`], 'application/json')}
          >
            {t('Save as a file')}
          </Button>
          <Button small tone="quiet" onClick={remove}>
            {t('Remove template')}
          </Button>
        </>
      )}
      <Suspense fallback={null}>{editing ? <TemplateDialog from={template} onClose={() => setEditing(false)} /> : null}</Suspense>
    </div>
  )
}
