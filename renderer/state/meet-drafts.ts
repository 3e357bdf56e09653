import type { Draft } from '#contracts/compose.ts'
import { PROMPT_CHARS } from '#contracts/draft-text.ts'
import type { FieldValues } from '#contracts/templates.ts'

/** Two drafts say the same. */
export function sameDraft(a: Draft, b: Draft): boolean {
  return (
    a.prompt === b.prompt &&
    a.template === b.template &&
    sameFields(a.fields, b.fields) &&
    a.route === b.route &&
    a.localOnly === b.localOnly &&
    a.raisedLabel === b.raisedLabel &&
    sameList(a.excludedSources, b.excludedSources)
  )
}

/**
 * Brings the draft in view together with a stored one it was not written on. What was changed here since `known`, the draft that both
 * come from, stays as it is here (the newest edit wins); everything else is taken from what is stored.
 */
export function meetDrafts(known: Draft, here: Draft, stored: Draft): Draft {
  return {
    prompt: here.prompt !== known.prompt ? here.prompt : stored.prompt,
    template: here.template !== known.template ? here.template : stored.template,
    fields: sameFields(here.fields, known.fields) ? stored.fields : here.fields,
    route: here.route !== known.route ? here.route : stored.route,
    localOnly: here.localOnly !== known.localOnly ? here.localOnly : stored.localOnly,
    raisedLabel: here.raisedLabel !== known.raisedLabel ? here.raisedLabel : stored.raisedLabel,
    excludedSources: sameList(here.excludedSources, known.excludedSources) ? stored.excludedSources : here.excludedSources,
  }
}

/**
 * The stored text followed by what was typed before it arrived. Typed text that holds the stored one already stands alone; null when
 * both together are longer than a prompt may be.
 */
export function joinPrompts(stored: string, typed: string): string | null {
  if (typed === '' || stored === typed) return stored
  if (typed.includes(stored)) return typed
  const joined = /\s$/.test(stored) ? stored + typed : `${stored}\n${typed}`
  return joined.length <= PROMPT_CHARS ? joined : null
}

function sameFields(a: FieldValues, b: FieldValues): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => {
    const [one, other] = [a[name], b[name]]
    return Array.isArray(one) && Array.isArray(other) ? sameList(one, other) : one === other
  })
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}
