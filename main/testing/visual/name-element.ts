import type { Box, ScreenElement } from '#contracts/visual-diff.ts'

/** The elements of both states of a screen. */
export interface ElementPair {
  readonly before: readonly ScreenElement[]
  readonly after: readonly ScreenElement[]
}

/** What stands at a box: the smallest element that holds most of it, in each state. */
export interface ElementAt {
  readonly before: ScreenElement | null
  readonly after: ScreenElement | null
}

const HOLDS = 0.6

export function elementAt(elements: ElementPair, box: Box): ElementAt {
  return { before: smallestAround(elements.before, box), after: smallestAround(elements.after, box) }
}

/** Whether the words seen in the box differ between the states: from text alone, however it is drawn. */
export function textChanged(elements: ElementPair, box: Box): { readonly before: string; readonly after: string } | null {
  const before = wordsIn(elements.before, box)
  const after = wordsIn(elements.after, box)
  return before === after ? null : { before, after }
}

function wordsIn(elements: readonly ScreenElement[], box: Box): string {
  return elements
    .filter((element) => element.text !== '' && overlap(element.box, box) > 0)
    .map(({ text }) => text)
    .join(' ')
}

function smallestAround(elements: readonly ScreenElement[], box: Box): ScreenElement | null {
  const area = box.width * box.height
  let smallest: ScreenElement | null = null
  for (const element of elements) {
    if (element.name === '' && element.text === '') continue
    if (overlap(element.box, box) < area * HOLDS) continue
    if (smallest === null || areaOf(element.box) < areaOf(smallest.box)) smallest = element
  }
  return smallest
}

function areaOf({ width, height }: Box): number {
  return width * height
}

function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}
