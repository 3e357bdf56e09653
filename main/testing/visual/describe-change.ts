import type { Box, ChangeKind } from '#contracts/visual-diff.ts'
import type { Movement } from './movement.ts'
import { type ElementAt, type ElementPair, elementAt, textChanged } from './name-element.ts'

interface Change {
  readonly kind: ChangeKind
  readonly box: Box
  readonly pixels: number
  readonly largestDelta: number
  readonly moved: Movement | null
  /** The commonest colour in the box, before and after, as `#rrggbb`; found out only where it is told. */
  readonly colours: () => { readonly before: string; readonly after: string }
}

const MOST_QUOTED = 60

/** A change in a sentence, for a person who does not see the pictures. */
export function describeChange(change: Change, elements: ElementPair): string {
  const { box } = change
  const where = nameOf(change, elementAt(elements, box))
  switch (change.kind) {
    case 'moved':
      return `${where} moved ${distance(change.moved ?? { right: 0, down: 0 })}.`
    case 'missing':
      return `${where} is gone.`
    case 'new':
      return `${where} is new.`
    case 'colour': {
      const colours = change.colours()
      return colours.before === colours.after
        ? `${where} is drawn in slightly other colours, by up to ${change.largestDelta} of 255.`
        : `${where} changed colour from ${colours.before} to ${colours.after}, by up to ${change.largestDelta} of 255.`
    }
    case 'text': {
      const texts = textChanged(elements, box)
      return texts === null
        ? `The text of ${lower(where)} changed.`
        : `The text of ${lower(where)} changed from “${cut(texts.before)}” to “${cut(texts.after)}”.`
    }
    case 'content':
      return `${where} looks different: ${change.pixels} pixels, by up to ${change.largestDelta} of 255.`
  }
}

function nameOf({ kind, box }: Change, { before, after }: ElementAt): string {
  const element = kind === 'new' ? after : (before ?? after)
  if (element === null) return `The area of ${box.width} × ${box.height} at ${box.x}, ${box.y}`
  const name = element.name === '' ? element.text : element.name
  return `The ${element.role === '' ? 'text' : element.role} “${cut(name)}”`
}

function distance({ right, down }: Movement): string {
  const parts = [
    ...(right === 0 ? [] : [`${Math.abs(right)} px to the ${right > 0 ? 'right' : 'left'}`]),
    ...(down === 0 ? [] : [`${Math.abs(down)} px ${down > 0 ? 'down' : 'up'}`]),
  ]
  return parts.join(' and ')
}

function cut(text: string): string {
  return text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED - 1)}…` : text
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
