import { Image } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { type Emphasis, type Inline, parseInline } from '#contracts/draft-inline.ts'
import type { Citation } from '#contracts/generation.ts'
import { fromCore } from '../../i18n/core-text.ts'
import { t } from '../../i18n/t.ts'

/** Whose markers open what. */
export interface Cited {
  readonly citations: readonly Citation[]
  readonly open: Citation | null
  readonly onOpen: (citation: Citation) => void
}

const ELEMENTS = { bold: 'strong', italic: 'em', struck: 'del' } as const satisfies Record<Emphasis, string>

/** The text of a block, a cell or an item. Links and images are shown by their words, and lead nowhere: nothing here opens a connection. */
export const Line = memo(function Line({ source, ...cited }: { readonly source: string } & Cited) {
  return <Pieces pieces={parseInline(source)} {...cited} />
})

function Pieces({ pieces, ...cited }: { readonly pieces: readonly Inline[] } & Cited) {
  return pieces.map((piece, index) => {
    // Pieces are only ever appended while a draft is written, so their place identifies them.
    const key = `${index}-${piece.kind}`
    return <Piece key={key} piece={piece} {...cited} />
  })
}

function Piece({ piece, ...cited }: { readonly piece: Inline } & Cited): ReactNode {
  switch (piece.kind) {
    case 'text':
      return emphasised(piece.text, piece.emphasis)
    case 'code':
      return emphasised(<code dir="ltr">{piece.text}</code>, piece.emphasis)
    case 'link':
      return (
        <span className="draft-link" title={piece.address}>
          <Pieces pieces={piece.pieces} {...cited} />
        </span>
      )
    case 'image':
      return (
        <span className="draft-image" title={piece.address}>
          <Image size={14} role="img" aria-label={t('Picture')} />
          {piece.text === '' ? piece.address : piece.text}
        </span>
      )
    case 'marker': {
      const citation = cited.citations.find(({ marker }) => marker === piece.text)
      return citation ? <Marker citation={citation} open={cited.open === citation} onOpen={cited.onOpen} /> : piece.text
    }
  }
}

function emphasised(content: ReactNode, [first, ...rest]: readonly Emphasis[]): ReactNode {
  if (first === undefined) return content
  const Element = ELEMENTS[first]
  return <Element>{emphasised(content, rest)}</Element>
}

function Marker({
  citation,
  open,
  onOpen,
}: {
  readonly citation: Citation
  readonly open: boolean
  readonly onOpen: (citation: Citation) => void
}) {
  const number = citation.marker.replaceAll(/[[\]]/g, '')
  return (
    <button
      type="button"
      className={citation.verified ? 'marker' : 'marker marker-unverified'}
      aria-label={
        citation.verified
          ? t('Citation {number}: {source}', { number, source: citation.sourceName })
          : t('Citation {number} unverified: {source}', { number, source: citation.sourceName })
      }
      aria-expanded={open}
      title={citation.verified || citation.problem === undefined ? undefined : fromCore(citation.problem)}
      onClick={() => onOpen(citation)}
    >
      {citation.verified ? `[${number}]` : t('[{number} unverified]', { number })}
    </button>
  )
}
