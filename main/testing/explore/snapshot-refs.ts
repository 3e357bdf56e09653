import type { ScenarioExpectation, ScenarioTarget } from '#contracts/scenario.ts'

/** A line of an accessibility snapshot that stands for something: `- button "Generate" [ref=e14]`, or in a frame `[ref=f1e14]`. */
const LINE = /^\s*- '?([a-z]+)(?: "((?:[^"\\]|\\.)*)")?(?: \[[^\]\n]*\])*? \[ref=((?:f\d+)?e\d+)\]/

/** What can be named in a snapshot, by its reference. Lines of text without a role are no controls, whatever they say. */
export function refsOf(snapshot: string): ReadonlyMap<string, ScenarioTarget> {
  const refs = new Map<string, ScenarioTarget>()
  for (const line of snapshot.split('\n')) {
    const [, role, name, ref] = LINE.exec(line) ?? []
    if (role === undefined || ref === undefined || refs.has(ref)) continue
    refs.set(ref, name === undefined ? { role } : { role, name: unescaped(name), exact: true })
  }
  return refs
}

/** A control as a model may quote it: `heading "Jobs"`, with or without the rest of its line. */
const QUOTED = /^(?:- )?([a-z]+) "((?:[^"\\]|\\.)*)"/

/** What words that a model quotes of a screen would be as an expectation of a scenario; null where they are not on it. */
export function expectationOf(quote: string, snapshot: string): ScenarioExpectation | null {
  if (!snapshot.includes(quote)) return null
  const [, role, name] = QUOTED.exec(quote.trim()) ?? []
  if (role === undefined || name === undefined) return { text: quote }
  return { state: { role, name: unescaped(name), exact: true, is: 'visible' } }
}

/** Names are written as in JSON. */
function unescaped(name: string): string {
  return name.replaceAll(/\\(.)/g, '$1')
}
