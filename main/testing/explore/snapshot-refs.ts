import type { ScenarioExpectation, ScenarioTarget } from '#contracts/scenario.ts'

/** A line of an accessibility snapshot that stands for something: `- button "Generate" [ref=e14]`, or in a frame `[ref=f1e14]`. */
const LINE = /^\s*- ([a-z]+)(?: "((?:[^"\\]|\\.)*)")?(?: \[[^\]\n]*\])*? \[ref=((?:f\d+)?e\d+)\]/

/** A line that YAML had to quote: `- 'button "Theme: dark" [ref=e1]': System`. */
const KEY = /^(\s*- )'((?:[^']|'')*)'/

function linesOf(snapshot: string): string[] {
  return snapshot.split('\n').map((line) => line.replace(KEY, (_, lead: string, key: string) => `${lead}${key.replaceAll("''", "'")}`))
}

/** What can be named in a snapshot, by its reference. Lines of text without a role are no controls, whatever they say. */
export function refsOf(snapshot: string): ReadonlyMap<string, ScenarioTarget> {
  const refs = new Map<string, ScenarioTarget>()
  for (const line of linesOf(snapshot)) {
    const [, role, name, ref] = LINE.exec(line) ?? []
    if (role === undefined || ref === undefined || refs.has(ref)) continue
    refs.set(ref, name === undefined ? { role } : { role, name: unescaped(name), exact: true })
  }
  return refs
}

/** A control as a model may quote it: `heading "Jobs"`, with or without the rest of its line. */
const QUOTED = /^(?:- )?([a-z]+) "((?:[^"\\]|\\.)*)"/

/** A line in its parts: role, name, marks in brackets, and the text that it holds. */
const PARTS = /^\s*- [a-z]+(?: "((?:[^"\\]|\\.)*)")?(?: \[[^\]\n]*\])*(?:: (.*))?/

/**
 * What words that a model quotes of a screen would be as an expectation of a scenario; null where they are not on it. How a snapshot is written
 * down (its marks and references) is not on the screen.
 */
export function expectationOf(quote: string, snapshot: string): ScenarioExpectation | null {
  const words = quote.trim()
  const lines = linesOf(snapshot)
  const [control, role, name] = QUOTED.exec(words) ?? []
  if (control !== undefined && role !== undefined && name !== undefined) {
    const line = `- ${role} "${name}"`
    return lines.some((one) => one.trim().startsWith(line)) ? { state: { role, name: unescaped(name), exact: true, is: 'visible' } } : null
  }
  const isShown = lines.some((line) => {
    const [, called = '', text = ''] = PARTS.exec(line) ?? []
    return [unescaped(called), text.startsWith('"') ? unescaped(text) : text].some((shown) => shown.includes(words))
  })
  return isShown && /[\p{L}\p{N}]/u.test(words) ? { text: words } : null
}

/** Names are written as in JSON. */
function unescaped(name: string): string {
  return name.replaceAll(/\\(.)/g, '$1')
}
