import { Suspense } from 'react'
import type { DraftTextProps } from './draft-blocks.tsx'
import { DraftBlocks } from './lazy-parts.ts'

/** The draft as elements, with its citation markers as buttons; until what draws it is there, the bare words, and nothing while they grow: marks that are half written mean nothing yet. */
export function DraftText(props: DraftTextProps) {
  return (
    <Suspense fallback={props.growing === true ? null : <div className="draft-plain">{props.text}</div>}>
      <DraftBlocks {...props} />
    </Suspense>
  )
}
