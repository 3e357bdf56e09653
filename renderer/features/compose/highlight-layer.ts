import type { Finding } from '#contracts/privacy.ts'
import { FINDING_FAMILIES, familyOf } from '../../ui/finding-kinds.ts'
import { lastAtMost, lineEditBetween, lineStarts } from './line-edit.ts'

/** How far outside of what is in view findings are painted too, in px, so that a scroll does not show bare text. */
const MARGIN_PX = 300
const ACTIVE = 'finding-active'

/** A copy of a text behind its field, with its findings painted. `F` is what the findings are known as outside. */
export interface HighlightLayer<F extends Finding> {
  /** The text as it is now. Only lines that changed touch the document. */
  setText(text: string): void
  /** Paints what is in view. Findings are sorted by start. Call again after scrolling. */
  paint(findings: readonly F[], active: F | null): void
  /** The finding that is drawn at a point of the window, or null. */
  at(x: number, y: number): F | null
  /** Where a finding is drawn: its first line, in px of the window. Null when it is not in the text. */
  placeOf(finding: F): DOMRect | null
  dispose(): void
}

/**
 * Paints by the CSS Custom Highlight API: no element is made for a finding, so a scan that comes back moves nothing in the document,
 * and a key pressed in a long text lays out its own line only. A browser without that API shows no marks; the list of findings is there.
 */
export function createHighlightLayer<F extends Finding>(root: HTMLElement): HighlightLayer<F> {
  let lines: string[] = []
  let starts: number[] = []
  const nodes: Text[] = []
  let shown: F[] = []
  const probe = document.createRange()
  const painted = 'highlights' in CSS
  const families = new Map(FINDING_FAMILIES.map((family) => [family, painted ? new Highlight() : null]))
  const emphasis = painted ? new Highlight() : null
  for (const [family, highlight] of families) if (highlight !== null) CSS.highlights.set(`finding-${family}`, highlight)
  if (emphasis !== null) {
    emphasis.priority = 1
    CSS.highlights.set(ACTIVE, emphasis)
  }

  /** The place of an offset in the copy. A line's end belongs to it. */
  function nodeAt(offset: number): { node: Text; offset: number } | null {
    const line = lastAtMost(starts, offset)
    const node = nodes[line]
    if (node === undefined) return null
    return { node, offset: Math.min(Math.max(0, offset - (starts[line] ?? 0)), node.data.length) }
  }

  function rangeOf({ start, end }: Finding): StaticRange | null {
    const from = nodeAt(start)
    const to = nodeAt(end)
    if (from === null || to === null) return null
    return new StaticRange({ startContainer: from.node, startOffset: from.offset, endContainer: to.node, endOffset: to.offset })
  }

  function rectsOf(finding: Finding): DOMRectList | null {
    const range = rangeOf(finding)
    if (range === null) return null
    probe.setStart(range.startContainer, range.startOffset)
    probe.setEnd(range.endContainer, range.endOffset)
    return probe.getClientRects()
  }

  /** The first finding that ends below `top`: lines go down the page as offsets grow. */
  function firstBelow(findings: readonly F[], top: number): number {
    let low = 0
    let high = findings.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const finding = findings[middle]
      const bottom = finding === undefined ? 0 : (lastOf(rectsOf(finding))?.bottom ?? 0)
      if (bottom < top) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    setText(text) {
      const next = text.split('\n')
      const { from, removed, inserted } = lineEditBetween(lines, next)
      const kept = Math.min(removed, inserted.length)
      for (let index = 0; index < kept; index += 1) {
        const node = nodes[from + index]
        const line = inserted[index] ?? ''
        if (node !== undefined) node.data = line
      }
      for (const gone of nodes.splice(from + kept, removed - kept)) gone.parentElement?.remove()
      const before = nodes[from + kept]?.parentElement ?? null
      const added = inserted.slice(kept).map((line) => {
        const element = document.createElement('div')
        element.className = 'editor-line'
        const node = document.createTextNode(line)
        element.append(node)
        root.insertBefore(element, before)
        return node
      })
      nodes.splice(from + kept, 0, ...added)
      lines = next
      starts = lineStarts(next)
    },
    paint(findings, active) {
      const { top, bottom } = root.getBoundingClientRect()
      shown = []
      for (const highlight of families.values()) highlight?.clear()
      emphasis?.clear()
      for (let index = firstBelow(findings, top - MARGIN_PX); index < findings.length; index += 1) {
        const finding = findings[index]
        const range = finding === undefined ? null : rangeOf(finding)
        if (finding === undefined || range === null) continue
        const first = rectsOf(finding)?.[0]
        if (first !== undefined && first.top > bottom + MARGIN_PX) break
        shown.push(finding)
        families.get(familyOf(finding.type))?.add(range)
      }
      const emphasised = active === null ? null : rangeOf(active)
      if (emphasised !== null) emphasis?.add(emphasised)
    },
    at(x, y) {
      const within = (finding: F): boolean => {
        const rects = rectsOf(finding)
        return rects !== null && [...rects].some((rect) => x >= rect.left && x <= rect.right && y >= rect.top && y <= rect.bottom)
      }
      return shown.find(within) ?? null
    },
    placeOf: (finding) => rectsOf(finding)?.[0] ?? null,
    dispose() {
      if (painted) for (const name of [...FINDING_FAMILIES.map((family) => `finding-${family}`), ACTIVE]) CSS.highlights.delete(name)
      root.replaceChildren()
    },
  }
}

function lastOf(rects: DOMRectList | null): DOMRect | undefined {
  return rects?.[rects.length - 1]
}
