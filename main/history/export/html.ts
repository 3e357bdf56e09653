import { parseDraft } from '#contracts/draft-markup.ts'
import { type ExportedDraft, numberOf } from './exported-draft.ts'
import { escaped, htmlOf } from './html-blocks.ts'

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.55 Georgia,'Times New Roman',serif;max-width:42rem;margin:3rem auto;padding:0 1.25rem}
header,.notes{font:13px/1.5 system-ui,sans-serif}header{border-bottom:1px solid #8886;margin-bottom:2rem;padding-bottom:.75rem}
header h1{font-size:1.5rem;margin:0 0 .5rem}h1,h2,h3,h4,h5,h6{line-height:1.25;font-family:system-ui,sans-serif;break-after:avoid}p{orphans:3;widows:3}
blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid #8886}hr{border:0;border-top:1px solid #8886;margin:1.5rem 0}
.table{overflow-x:auto;margin:1em 0}table{border-collapse:collapse;font:14px/1.5 system-ui,sans-serif}th,td{border:1px solid #8886;padding:.35rem .6rem;text-align:start;vertical-align:top}
.center{text-align:center}.end{text-align:end}.link{text-decoration:underline dotted}.picture{border:1px dashed #888;padding:0 .25rem}code{font-size:.85em}
.label{font-weight:600;text-transform:uppercase;letter-spacing:.04em}sup a{text-decoration:none}pre{white-space:pre-wrap;overflow-wrap:anywhere}
.notes{border-top:1px solid #8886;margin-top:2.5rem;padding-top:.75rem}.notes li{margin:.35rem 0;overflow-wrap:anywhere;break-inside:avoid}
@page{margin:2cm}@media print{body{margin:0;max-width:none;color:#000;background:#fff}a{color:inherit}.table{overflow:visible}th,td{overflow-wrap:anywhere}tr{break-inside:avoid}}`

/**
 * One page that stands alone: no script, no request, every text escaped; and that prints well. Its own words are English; an empty `lang`
 * says of what a person or a source wrote that its language is not known, so that no voice reads it as English.
 */
export function toHtml(draft: ExportedDraft): string {
  const markers = new Set(draft.notes.map(({ marker }) => marker))
  const facts = [draft.writtenBy, `route ${draft.route}`, new Date(draft.createdAt).toISOString().slice(0, 16).replace('T', ' ')]
  const body = draft.json ? `<pre><code>${escaped(draft.text)}</code></pre>` : htmlOf(draft.text, markers)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="tidegate-label" content="${draft.label}">
<title>${escaped(draft.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>${heading(draft)}<span class="label">${draft.label}</span> · ${facts.map(escaped).join(' · ')}</header>
<main dir="auto" lang="${draft.language}">
${body}
</main>
${notes(draft)}</body>
</html>
`
}

/** A page has one title, which may be the draft's own. */
function heading({ title, text, json }: ExportedDraft): string {
  return title === '' || (!json && parseDraft(text).some((block) => block.kind === 'heading' && block.level === 1))
    ? ''
    : `<h1 lang="">${escaped(title)}</h1>\n`
}

function notes(draft: ExportedDraft): string {
  if (draft.notes.length === 0) return ''
  const items = draft.notes.map(({ marker, text }) => {
    const number = numberOf(marker)
    return `<li id="note-${number}" value="${number}">${escaped(text)} <a lang="en" href="#ref-${number}" aria-label="Back to the text">↩</a></li>`
  })
  return `<section class="notes" aria-label="Sources"><ol lang="">\n${items.join('\n')}\n</ol></section>\n`
}
