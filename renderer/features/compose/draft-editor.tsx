import { useEffect, useRef } from 'react'
import { DOCUMENT_LIMITS } from '#contracts/documents.ts'
import { useApp, useDocument } from '../../state/app-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'

/** The draft's text as a field. What is kept becomes a new version; the one before stays as it was. */
export function DraftEditor({ original }: { readonly original: string }) {
  const { documents } = useApp()
  const text = useDocument((s) => s.editing ?? '')
  const error = useDocument((s) => s.error)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus(), [])
  const { setText, stopEditing, save } = documents.getState()
  return (
    <form
      className="draft-edit"
      aria-label="Edit the draft"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {error === null ? null : (
        <Callout tone="bad" title="That was not kept" role="alert">
          {error} Your text is still here.
        </Callout>
      )}
      <textarea
        ref={field}
        className="text-area"
        aria-label="Text of the draft"
        value={text}
        maxLength={DOCUMENT_LIMITS.textChars}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            event.stopPropagation()
            void save()
          }
        }}
      />
      <div className="row row-wrap">
        <Button small tone="primary" type="submit" disabled={text === original}>
          Keep as a new version
        </Button>
        <Button small onClick={stopEditing}>
          Discard changes
        </Button>
        <span className="small muted">A citation stays where its sentence is unchanged.</span>
      </div>
    </form>
  )
}
