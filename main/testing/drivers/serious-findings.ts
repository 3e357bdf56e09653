import type { Page } from 'playwright-core'

/** The rules that look at colours; all others find the same whatever the theme. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** What axe finds in the page as it is that is serious or worse. */
export async function seriousFindings(page: Page, rules: readonly string[] | 'all'): Promise<string[]> {
  const { AxeBuilder } = await import('@axe-core/playwright')
  // In the page itself: there are no frames in it that would have to be joined.
  const isThere = page.frames().length === 1 && (await page.evaluate('typeof axe === "object"')) === true
  // It comes with its half a megabyte each time, also where an earlier look has left it.
  const builder = isThere ? new AxeBuilder({ page, axeSource: 'void 0' }) : new AxeBuilder({ page })
  // Of what is in order it would name every element, by the shortest path that is found to each.
  const axe = builder.setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await (rules === 'all' ? axe : axe.withRules([...rules])).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
}
