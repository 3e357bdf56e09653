import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { htmlText } from './html-text.ts'

describe('text of HTML', () => {
  it.each([
    ['paragraphs', '<p>One\n  line.</p><p>Two</p>', 'One line.\n\nTwo'],
    ['inline marks', '<p>A <b>bold</b> <i>word</i>.</p>', 'A bold word.'],
    ['headings', '<h2>Gates</h2>text', '## Gates\n\ntext'],
    ['lists', '<ul><li>a</li><li><p>b</p></li></ul>', '- a\n- b'],
    ['tables', '<table><tr><th>a<th>b</tr><tr><td>1<td>2</table>', 'a\tb\n1\t2'],
    ['line breaks', 'a<br>b<br/>c', 'a\nb\nc'],
    ['preformatted text', '<pre>a\n  b</pre>', 'a\n  b'],
    ['scripts, styles and comments', 'a<script>if (a<b) "</p>"</script><style>p{}</style><!-- <p>no --> b', 'a b'],
    ['a > inside quotes', '<a title="1 > 2" href=x>link</a>', 'link'],
    ['references', '5&nbsp;&euro; &#8212; &#x41; &amp;lt; &unknown; AT&T', '5\u00a0€ — A &lt; &unknown; AT&T'],
    ['a quote left open', '<a title="x>one</a> <b>two</b>', 'one two'],
    ['a bare <', '1 < 2 and 3 <4', '1 < 2 and 3 <4'],
  ])('%s', (_name, html, text) => {
    expect(htmlText(html)).toBe(text)
  })

  it('never throws, and keeps every word of plain text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('<', '>', '"', "'", '<p>', '</p', '<!--', '<script', '</script>', 'a', ' ', '&', '\n', '<td>', '/')),
        (parts) => {
          expect(typeof htmlText(parts.join(''))).toBe('string')
        },
      ),
    )
    expect(htmlText('word '.repeat(5_000)).split(' ')).toHaveLength(5_000)
  })

  it.each(['<', '<a "', "<a '", '<!--', '<script>', '<b>', '</', '&', ' \n', '<td>'])('takes linear time on many %s', (piece) => {
    // Time of this thread's processor: other work on the machine does not count.
    const started = process.threadCpuUsage()
    htmlText(piece.repeat(400_000 / piece.length))
    const { user, system } = process.threadCpuUsage(started)
    expect((user + system) / 1_000).toBeLessThan(2_000)
  })
})
