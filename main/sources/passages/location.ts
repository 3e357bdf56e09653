import { recordEnd, sniffDialect } from './csv-records.ts'
import { count } from './cut-passages.ts'
import type { Passage } from './types.ts'

/** A passage with its text, as it is stored. */
export type PlacedText = Pick<Passage, 'kind' | 'number' | 'context'> & { readonly text: string }

/**
 * Where the unit at `offset` of a passage is, for a person: "page 4", "line 120", "row 17", "attachment 2", "under “Costs”"; null where
 * nothing is known. A row that is cut over several passages counts as one.
 */
export function locationIn({ kind, number, context, text }: PlacedText, offset: number): string | null {
  switch (kind) {
    case 'page':
      return `page ${number}`
    case 'line':
      return `line ${number + count(text.slice(0, offset), '\n')}`
    case 'row':
      return `row ${number + recordsBefore(text, offset)}`
    case 'part':
      return context === '' ? `part ${number}` : context
    case 'section': {
      const heading = lastHeading(text.slice(0, offset)) ?? context
      return heading === '' ? null : `under “${heading}”`
    }
  }
}

function lastHeading(text: string): string | null {
  return [...text.matchAll(/^#{1,6}[ \t]+([^\n]{1,200})$/gm)].at(-1)?.[1] ?? null
}

function recordsBefore(text: string, offset: number): number {
  const dialect = sniffDialect(text)
  let records = 0
  for (let end = recordEnd(text, 0, dialect); end <= offset && end < text.length; end = recordEnd(text, end, dialect)) records += 1
  return records
}
