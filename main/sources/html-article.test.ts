import { describe, expect, it } from 'vitest'
import { MAIN_CONTENT, pageText } from './html-article.ts'

const paragraph =
  '<p>The storm surge barrier closes when the water, at high tide, stands higher than three metres, and opens with the ebb.</p>'
const menu = `<nav><ul>${'<li><a href="#">Menu item</a></li>'.repeat(40)}</ul></nav>`

describe('a page', () => {
  it('that is an article loses its menus, keeps its headings, and says so', async () => {
    const { text, note } = await pageText(
      `<!doctype html><title>Gates</title>${menu}<article><h1>Gates</h1>${paragraph.repeat(9)}<h2>Costs</h2>${paragraph.repeat(9)}</article>`,
    )
    expect(text).toMatch(/^#+ Gates\n\nThe storm/)
    expect(text).toContain('## Costs\n')
    expect(text).not.toContain('Menu item')
    expect(note).toBe(MAIN_CONTENT)
  })

  it.each([
    ['a short one', `${menu}<p>Closed today.</p>`],
    ['a list of links', menu.repeat(20)],
    ['one too large to search', `<html>${menu}<article>${paragraph.repeat(3_000)}</article>`],
  ])('that is %s is taken whole', async (_name, html) => {
    const { text, note } = await pageText(html)
    expect(text).toContain('Menu item')
    expect(note).toBe(undefined)
  })
})
