import { Suspense } from 'react'
import type { DraftTextProps } from './draft-blocks.tsx'
import { DraftBlocks } from './lazy-parts.ts'

/** The draft as elements, with its citation markers as buttons; until what draws it is there, the bare words. */
export function DraftText(props: DraftTextProps) {
  return (
    <Suspense fallback={<p>{props.text}</p>}>
      <DraftBlocks {...props} />
    </Suspense>
  )
}
