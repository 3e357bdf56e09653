import { type Block, blocksOf, piecesOf } from './draft-blocks.ts'
import { type ExportedDraft, numberOf } from './exported-draft.ts'

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.55 Georgia,'Times New Roman',serif;max-width:42rem;margin:3rem auto;padding:0 1.25rem}
header,.notes{font:13px/1.5 system-ui,sans-serif}header{border-bottom:1px solid #8886;margin-bottom:2rem;padding-bottom:.75rem}
h1,h2,h3,h4,h5,h6{line-height:1.25;font-family:system-ui,sans-serif;break-after:avoid}p{white-space:pre-line;orphans:3;widows:3}
.label{font-weight:600;text-transform:uppercase;letter-spacing:.04em}sup a{text-decoration:none}pre{white-space:pre-wrap;overflow-wrap:anywhere}
.notes{border-top:1px solid #8886;margin-top:2.5rem;padding-top:.75rem}.notes li{margin:.35rem 0;overflow-wrap:anywhere;break-inside:avoid}
@page{margin:2cm}@media print{body{margin:0;max-width:none;color:#000;background:#fff}a{color:inherit}}`

/** One page that stands alone: no script, no request, every text escaped; and that prints well. */
export function toHtml(draft: ExportedDraft): string {
  const markers = new Set(draft.notes.map(({ marker }) => marker))
  const seen = new Set<string>()
  const facts = [draft.writtenBy, `route ${draft.route}`, new Date(draft.createdAt).toISOString().slice(0, 16).replace('T', ' ')]
  const body = draft.json
    ? `<pre><code>${escaped(draft.text)}</code></pre>`
    : lists(blocksOf(draft.text), (text) => inline(text, markers, seen))
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="tidegate-label" content="${draft.label}">
<title>${escaped(draft.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><span class="label">${draft.label}</span> · ${facts.map(escaped).join(' · ')}</header>
<main>
${body}
</main>
${notes(draft)}</body>
</html>
`
}

/** The text of an element or of an attribute. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

function notes(draft: ExportedDraft): string {
  if (draft.notes.length === 0) return ''
  const items = draft.notes.map(({ marker, text }) => {
    const number = numberOf(marker)
    return `<li id="note-${number}" value="${number}">${escaped(text)} <a href="#ref-${number}" aria-label="Back to the text">↩</a></li>`
  })
  return `<section class="notes" aria-label="Sources"><ol>\n${items.join('\n')}\n</ol></section>\n`
}

function inline(text: string, markers: ReadonlySet<string>, seen: Set<string>): string {
  return piecesOf(text, markers)
    .map((piece) => {
      if (piece.kind === 'text') return escaped(piece.text)
      if (piece.kind === 'bold') return `<strong>${escaped(piece.text)}</strong>`
      const number = numberOf(piece.text)
      const id = seen.has(number) ? '' : ` id="ref-${number}"`
      seen.add(number)
      return `<sup><a href="#note-${number}"${id}>[${number}]</a></sup>`
    })
    .join('')
}

/** List items that follow each other share a list. */
function lists(blocks: readonly Block[], render: (text: string) => string): string {
  const lines: string[] = []
  let open: 'ul' | 'ol' | null = null
  for (const { kind, level, text } of blocks) {
    const list = kind === 'bullet' ? 'ul' : kind === 'numbered' ? 'ol' : null
    if (open !== null && open !== list) lines.push(`</${open}>`)
    if (list !== null && open !== list) lines.push(`<${list}>`)
    open = list
    if (list !== null) lines.push(`<li>${render(text)}</li>`)
    else if (kind === 'heading') lines.push(`<h${level}>${render(text)}</h${level}>`)
    else lines.push(kind === 'code' ? `<pre><code>${escaped(text)}</code></pre>` : `<p>${render(text)}</p>`)
  }
  if (open !== null) lines.push(`</${open}>`)
  return lines.join('\n')
}
