import { useMemo } from 'react'
import { familyOf } from './finding-kinds.ts'
import { highlightSegments, type MarkedSpan } from './highlight-segments.ts'

interface MarkedTextProps {
  readonly text: string
  readonly findings: readonly MarkedSpan[]
  readonly className: string
}

/** A text for reading, with its findings marked as in the prompt. */
export function MarkedText({ text, findings, className }: MarkedTextProps) {
  const segments = useMemo(() => highlightSegments(text, findings), [text, findings])
  return (
    <p className={className}>
      {segments.map((segment) =>
        segment.type ? (
          <mark key={segment.start} className={`finding-${familyOf(segment.type)}`}>
            {segment.text}
          </mark>
        ) : (
          segment.text
        ),
      )}
    </p>
  )
}
