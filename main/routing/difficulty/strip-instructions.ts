/** Words of instructions about how to answer, which say nothing of what is asked. */
const ABOUT_ANSWERING = new Set(
  'please kindly answer answers answering following question questions multiple choice choices option options letter letters correct correctly provide given based read likely explanation explanations explain feedback boxed format final finally respond responding response reply print output return give only single without solve solution problem problems mathematical below above context none step steps box result concise concisely short brief briefly sentence sentences keep reasoning think carefully expert helpful assistant select pick choose right best appropriate most plausible task input instructions text state show work clear clearly knowledge possible number where use exam exact expression content inside example reader'.split(
    ' ',
  ),
)
/** Words that stand everywhere. */
const NEUTRAL = new Set(
  'the a an of with in on at by and or as is are be to for from your you it its this that these those do not i me my we our us will one two three no more than within up if must should can may have has let s'.split(
    ' ',
  ),
)
const LABELS = new Set(['answer', 'question', 'context', 'options', 'choices', 'input', 'problem', 'none', 'q', 'task', 'instructions'])
/** Share of the words that say something which must be about answering. */
const SHARE = 0.6
/** Segments looked at from each side, the kept ones that end the look, and the longest that can be an instruction. */
const LOOKS = 7
const KEPT = 2
const LONGEST = 320
const END = /[.!?:]["')\]]*\s+|\n+/g

/**
 * A prompt without what its sender put around the question: sentences and labels at the beginning and at the end that only say how to
 * answer, and the brackets of a list that it was sent in. What is left is judged alike in every wrapping. A text that is nothing but
 * such sentences stays as it is. Looks at a bounded number of segments.
 */
export function stripInstructions(text: string): string {
  const plain = /^\[\s*['"]/.test(text)
    ? text
        .replace(/^\[\s*['"]/, '')
        .replace(/['"]\s*\]\s*$/, '')
        .replaceAll('\\n', '\n')
    : text
  let from = 0
  let kept = 0
  END.lastIndex = 0
  let cut = 0
  // What is kept in between stays; only a run from the very beginning is cut.
  for (let look = 0; look < LOOKS && kept === 0; look += 1) {
    const end = END.exec(plain)
    if (end === null) break
    if (isAboutAnswering(plain, from, end.index)) cut = END.lastIndex
    else kept += 1
    from = END.lastIndex
  }
  let until = plain.length
  let last = plain.length
  kept = 0
  for (let look = 0; look < LOOKS && kept < KEPT && until > cut; look += 1) {
    const start = Math.max(cut, segmentStart(plain, until))
    if (isAboutAnswering(plain, start, until)) last = start
    else kept += 1
    until = start
  }
  const stripped = plain.slice(cut, last).trim()
  return stripped === '' ? plain : stripped
}

/** Where the segment begins that ends before `until`. */
function segmentStart(text: string, until: number): number {
  let at = until - 1
  while (at > 0 && isBlank(text.charCodeAt(at))) at -= 1
  const least = Math.max(0, at - LONGEST)
  while (at > least) {
    const code = text.charCodeAt(at - 1)
    if (code === 0x0a) return at
    if (isBlank(code) && at > 1) {
      const before = text.charCodeAt(at - 2)
      if (before === 0x2e || before === 0x21 || before === 0x3f || before === 0x3a) return at
    }
    at -= 1
  }
  return at
}

function isBlank(code: number): boolean {
  return code <= 0x20
}

function isAboutAnswering(text: string, from: number, to: number): boolean {
  if (to - from > LONGEST) return false
  const words = text
    .slice(from, to)
    .toLowerCase()
    .match(/[a-z]+|\d+/g)
  if (words === null) return from < to && text.slice(from, to).trim() === ''
  if (words.length === 1) return LABELS.has(words[0] ?? '')
  let about = 0
  let other = 0
  for (const word of words) {
    if (ABOUT_ANSWERING.has(word)) about += 1
    else if (!NEUTRAL.has(word) && word.length > 1) other += 1
  }
  return about >= 2 && about / (about + other) >= SHARE
}
