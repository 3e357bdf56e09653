import { Suspense } from 'react'
import type { DraftTextProps } from './draft-blocks.tsx'
import { DraftBlocks } from './lazy-parts.ts'

/** The draft as elements, with its citation markers as buttons. */
export function DraftText(props: DraftTextProps) {
  return (
    <Suspense fallback={null}>
      <DraftBlocks {...props} />
    </Suspense>
  )
}
