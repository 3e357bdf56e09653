import { htmlText } from './html-text.ts'

/** Larger pages, or ones of more or deeper elements, are taken whole: the search for an article grows faster than they do. */
const MAX_CHARS = 256 * 1024
const MAX_ELEMENTS = 8_000
const MAX_DEPTH = 200
/** An article with less text than this share of the page is a teaser, not the page's matter. */
const LEAST_SHARE = 0.25

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

/** Which of the two was taken. */
export const MAIN_CONTENT = 'Main content of the page; menus and the like were left out.'

/**
 * The text of an HTML page: its main content where Readability (what Firefox's reader view uses) finds one, else everything that a reader
 * sees. `note` says when something was left out. Never throws; bounded in size, elements and depth.
 */
export async function pageText(html: string): Promise<{ text: string; note?: string }> {
  const whole = htmlText(html)
  if (!isModest(html)) return { text: whole }
  const article = await articleOf(html)
  if (article === null || article.length < whole.length * LEAST_SHARE || article.length >= whole.length) return { text: whole }
  return { text: article, note: MAIN_CONTENT }
}

async function articleOf(html: string): Promise<string | null> {
  try {
    const [{ parseHTML }, { Readability, isProbablyReaderable }] = await Promise.all([import('linkedom'), import('@mozilla/readability')])
    // The light DOM adds no elements that are left out, as a browser does.
    const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`)
    if (!isProbablyReaderable(document)) return null
    const article = new Readability(document, { disableJSONLD: true }).parse()
    if (article === null || article.content == null) return null
    const text = htmlText(article.content)
    const title = article.title?.trim() ?? ''
    return title === '' || text.startsWith('# ') ? text : `# ${title}\n\n${text}`
  } catch {
    // A page that the library trips over still has a text.
    return null
  }
}

/** Whether a page is small, shallow and plain enough to be read as a tree. */
function isModest(html: string): boolean {
  if (html.length > MAX_CHARS) return false
  let elements = 0
  let depth = 0
  const tag = /<(\/?)([a-zA-Z][^\s/>]*)/g
  for (let match = tag.exec(html); match !== null; match = tag.exec(html)) {
    if (match[1] === '/') depth = Math.max(0, depth - 1)
    else if (!VOID.has((match[2] ?? '').toLowerCase())) depth += 1
    elements += 1
    if (elements > MAX_ELEMENTS || depth > MAX_DEPTH) return false
  }
  return true
}
