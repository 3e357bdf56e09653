import { memo } from 'react'
import type { Citation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'
import { type Block, groupBlocks, parseBlocks, parseInline } from './draft-blocks.ts'

interface DraftTextProps {
  readonly text: string
  readonly citations: readonly Citation[]
  readonly open: Citation | null
  readonly onOpen: (citation: Citation) => void
}

/** The draft as elements, with its citation markers as buttons. Links are shown, but lead nowhere: nothing here opens a connection. */
export function DraftText({ text, citations, open, onOpen }: DraftTextProps) {
  const shared = { citations, open, onOpen }
  return groupBlocks(parseBlocks(text)).map((group, index) => {
    const [first] = group
    // Blocks are only ever appended while a draft is written, so their place identifies them.
    const key = `${index}-${first?.kind}`
    if (first?.kind === 'bullet' || first?.kind === 'numbered') {
      const List = first.kind === 'bullet' ? 'ul' : 'ol'
      return (
        <List key={key}>
          {group.map((block, item) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={item}>
              <Line source={block.source} {...shared} />
            </li>
          ))}
        </List>
      )
    }
    return first ? <Single key={key} block={first} {...shared} /> : null
  })
}

function Single({ block, ...shared }: { readonly block: Block } & Omit<DraftTextProps, 'text'>) {
  const line = <Line source={block.source} {...shared} />
  if (block.kind === 'code') return <pre className="code-block">{block.source}</pre>
  if (block.kind === 'quote') return <blockquote>{line}</blockquote>
  if (block.kind !== 'heading') return <p>{line}</p>
  // The view has the h1 and the pane the h2, so a draft's headings begin below them.
  return block.level <= 1 ? <h3>{line}</h3> : <h4>{line}</h4>
}

const Line = memo(function Line({ source, citations, open, onOpen }: { readonly source: string } & Omit<DraftTextProps, 'text'>) {
  return parseInline(source).map((piece, index) => {
    const key = `${index}-${piece.kind}`
    if (piece.kind === 'bold') return <strong key={key}>{piece.text}</strong>
    if (piece.kind === 'italic') return <em key={key}>{piece.text}</em>
    if (piece.kind === 'code') return <code key={key}>{piece.text}</code>
    if (piece.kind === 'link') {
      return (
        <span key={key} className="draft-link" title={piece.address}>
          {piece.text}
        </span>
      )
    }
    const citation = piece.kind === 'marker' ? citations.find((candidate) => candidate.marker === piece.text) : undefined
    if (!citation) return piece.text
    return <Marker key={key} citation={citation} open={open === citation} onOpen={onOpen} />
  })
})

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
      title={citation.verified ? undefined : citation.problem}
      onClick={() => onOpen(citation)}
    >
      {citation.verified ? `[${number}]` : t('[{number} unverified]', { number })}
    </button>
  )
}
