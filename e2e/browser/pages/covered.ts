import type { Page } from '@playwright/test'

/** The badges in rows of tables and in heads of cards that lie over something that is seen beside them. Empty when each stands for itself. */
export function coveredBadges(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** What is seen of an element: not what its line cuts off. */
    const seenEdges = (element: Element, line: Element): { left: number; right: number; top: number; bottom: number } => {
      let { left, right, top, bottom } = element.getBoundingClientRect()
      for (let at = element.parentElement; at !== null && at !== line; at = at.parentElement) {
        if (getComputedStyle(at).overflowX === 'visible') continue
        const box = at.getBoundingClientRect()
        ;[left, right, top, bottom] = [
          Math.max(left, box.left),
          Math.min(right, box.right),
          Math.max(top, box.top),
          Math.min(bottom, box.bottom),
        ]
      }
      return { left, right, top, bottom }
    }
    const found: string[] = []
    for (const badge of document.querySelectorAll('main .badge')) {
      const line = badge.closest('[role="row"], .card-head')
      if (line === null) continue
      const own = seenEdges(badge, line)
      for (const other of line.querySelectorAll('.badge, button, bdi')) {
        if (other.contains(badge) || badge.contains(other)) continue
        const { left, right, top, bottom } = seenEdges(other, line)
        const across = Math.min(right, own.right) - Math.max(left, own.left)
        const down = Math.min(bottom, own.bottom) - Math.max(top, own.top)
        if (across > 1 && down > 1) found.push(`“${badge.textContent ?? ''}” and “${(other.textContent ?? '').trim().slice(0, 40)}”`)
      }
    }
    return found
  })
}
