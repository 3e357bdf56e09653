import { useMemo } from 'react'
import { parseInline, plainText } from '#contracts/draft-inline.ts'
import { type Block, type ListItem, parseDraft } from '#contracts/draft-markup.ts'
import { t } from '../../i18n/t.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { type Cited, Line } from './draft-line.tsx'
import './draft-text.css'

export interface DraftTextProps extends Cited {
  readonly text: string
  /** Whether it is being written. */
  readonly growing?: boolean
}

/** The draft as elements, with its citation markers as buttons. */
export function DraftBlocks({ text, growing = false, citations, open, onOpen }: DraftTextProps) {
  const blocks = useMemo(() => parseDraft(text, { growing }), [text, growing])
  return <Blocks blocks={blocks} citations={citations} open={open} onOpen={onOpen} />
}

function Blocks({ blocks, ...cited }: { readonly blocks: readonly Block[] } & Cited) {
  // Blocks are only ever appended while a draft is written, so their place identifies them.
  return blocks.map((block, index) => {
    const key = `${index}-${block.kind}`
    return <Single key={key} block={block} {...cited} />
  })
}

function Single({ block, ...cited }: { readonly block: Block } & Cited) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Line source={block.source} {...cited} />
        </p>
      )
    case 'heading': {
      // The view has the h1 and the pane the h2, so a draft's headings begin below them.
      const Heading = block.level <= 1 ? 'h3' : block.level === 2 ? 'h4' : 'h5'
      return (
        <Heading>
          <Line source={block.source} {...cited} />
        </Heading>
      )
    }
    case 'list':
      return <List items={block.items} ordered={block.ordered} {...cited} />
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} {...cited} />
        </blockquote>
      )
    case 'code':
      return (
        <pre className="code-block" dir="ltr">
          {block.source}
        </pre>
      )
    case 'table':
      return <Table table={block} {...cited} />
    case 'rule':
      return <hr />
  }
}

function List({ items, ordered, ...cited }: { readonly items: readonly ListItem[]; readonly ordered: boolean } & Cited) {
  const Element = ordered ? 'ol' : 'ul'
  return (
    <Element>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as with blocks, their place identifies them
        <li key={index} value={ordered ? item.number : undefined}>
          <ItemBlocks blocks={item.blocks} {...cited} />
        </li>
      ))}
    </Element>
  )
}

/** An item that begins with a line has that line beside its sign, not below it as a paragraph. */
function ItemBlocks({ blocks, ...cited }: { readonly blocks: readonly Block[] } & Cited) {
  const [first, ...rest] = blocks
  if (first?.kind !== 'paragraph') return <Blocks blocks={blocks} {...cited} />
  return (
    <>
      <Line source={first.source} {...cited} />
      <Blocks blocks={rest} {...cited} />
    </>
  )
}

/** A table that is wider than the draft scrolls in a box of its own. */
function Table({ table, ...cited }: { readonly table: Extract<Block, { kind: 'table' }> } & Cited) {
  const { head, rows, alignments } = table
  const columns = head.map((cell) => plainText(parseInline(cell))).filter((name) => name !== '')
  const cellOf = (Cell: 'th' | 'td') => (source: string, index: number) => (
    <Cell key={index} scope={Cell === 'th' ? 'col' : undefined} className={ALIGNED[alignments[index] ?? 'start']}>
      <Line source={source} {...cited} />
    </Cell>
  )
  return (
    <ScrollRegion
      className="draft-table"
      label={columns.length === 0 ? t('Table') : t('Table: {columns}', { columns: columns.join(', ') })}
    >
      <table>
        <thead>
          <tr>{head.map(cellOf('th'))}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever appended
            <tr key={index}>{row.map(cellOf('td'))}</tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

const ALIGNED = { start: undefined, center: 'align-center', end: 'align-end' } as const
