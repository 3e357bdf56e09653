import { memo, useEffect, useMemo, useRef } from 'react'
import type { Finding } from '#contracts/privacy.ts'
import { useCompose } from '../../state/app-context.ts'
import { familyOf } from '../../ui/finding-kinds.ts'
import { highlightSegments } from './highlight-segments.ts'
import './prompt-editor.css'

/** The prompt, with what the classifier found marked in place while one types. */
export function PromptEditor({ onSubmit }: { readonly onSubmit: () => void }) {
  const prompt = useCompose((s) => s.prompt)
  const findings = useCompose((s) => s.findings)
  const setPrompt = useCompose((s) => s.setPrompt)
  const input = useRef<HTMLTextAreaElement>(null)
  const backdrop = useRef<HTMLDivElement>(null)

  useEffect(() => input.current?.focus(), [])

  const syncScroll = (): void => {
    if (backdrop.current && input.current) backdrop.current.scrollTop = input.current.scrollTop
  }
  // Text that arrives by any other way than typing can scroll the field without a scroll event.
  useEffect(syncScroll)

  return (
    <div className="editor">
      <div ref={backdrop} className="editor-text editor-backdrop" aria-hidden>
        <Highlights text={prompt} findings={findings} />
      </div>
      <textarea
        ref={input}
        id="prompt"
        className="editor-text editor-input"
        aria-label="Prompt"
        aria-describedby="prompt-label"
        placeholder="What should be written? Describe it here. Whatever is sensitive is marked as you type."
        value={prompt}
        maxLength={200_000}
        spellCheck
        onChange={(event) => setPrompt(event.target.value)}
        onScroll={syncScroll}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            onSubmit()
          }
        }}
      />
    </div>
  )
}

const Highlights = memo(function Highlights({ text, findings }: { readonly text: string; readonly findings: readonly Finding[] }) {
  const segments = useMemo(() => highlightSegments(text, findings), [text, findings])
  return (
    <>
      {segments.map((segment, index) =>
        segment.type ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: an edit moves everything behind it, and by place the elements are kept
          <mark key={index} className={`finding finding-${familyOf(segment.type)}`} data-type={segment.type}>
            {segment.text}
          </mark>
        ) : (
          segment.text
        ),
      )}
      {/* A field keeps room for the line after a final line break; the copy behind it needs a character for that. */}
      {'\u200b'}
    </>
  )
})
