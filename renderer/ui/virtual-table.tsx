import { type ReactNode, useRef } from 'react'
import { useRowHeight } from './density.ts'
import { rowsOf, useRowWindow } from './use-row-window.ts'

interface VirtualTableProps<T> {
  /** Its accessible name. */
  readonly label: string
  /** `head` stands in the place of the title: a control for the whole column. */
  readonly columns: ReadonlyArray<{ readonly key: string; readonly title: string; readonly end?: boolean; readonly head?: ReactNode }>
  /** CSS class that sets `grid-template-columns` for head and rows. */
  readonly className: string
  readonly rows: readonly T[]
  /** In the comfortable density. */
  readonly rowHeight: number
  readonly rowKey: (row: T) => string
  /** One cell of a row. */
  readonly cell: (row: T, column: string) => ReactNode
}

/** A table of any length that keeps only what is in view in the document. */
export function VirtualTable<T>({ label, columns, className, rows, rowHeight, rowKey, cell }: VirtualTableProps<T>) {
  const scroller = useRef<HTMLDivElement>(null)
  const height = useRowHeight(rowHeight)
  const shown = useRowWindow(scroller, height, rows.length)
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: rows are placed absolutely, which table elements do not allow
    // biome-ignore-start lint/a11y/useFocusableInteractive: rows of a plain table take no focus; their controls do
    <div className={`vtable ${className}`} role="table" aria-label={label} aria-rowcount={rows.length + 1}>
      <div role="rowgroup" className="vtable-head">
        <div role="row" aria-rowindex={1} className="vtable-row vtable-head-row">
          {columns.map((column) => (
            <div key={column.key} role="columnheader" className={column.end ? 'end' : undefined}>
              {column.head ?? column.title}
            </div>
          ))}
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <div role="rowgroup" className="vtable-body" ref={scroller} tabIndex={0}>
        <div role="presentation" className="vtable-canvas" style={{ height: rows.length * height }}>
          {rowsOf(shown).map((index) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <div key={rowKey(row)} role="row" aria-rowindex={index + 2} className="vtable-row" style={{ height, top: index * height }}>
                {columns.map((column) => (
                  <div key={column.key} role="cell" className={column.end ? 'end' : undefined}>
                    {cell(row, column.key)}
                  </div>
                ))}
              </div>
            )
          })}
        </div>
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: see above
    // biome-ignore-end lint/a11y/useSemanticElements: see above
  )
}
