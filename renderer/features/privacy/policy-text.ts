import type { ReactNode } from 'react'
import type { Label, Policy, Route } from '#contracts/privacy.ts'
import { rich, t } from '../../i18n/t.ts'
import { LABEL_ORDER } from '../../state/labels.ts'
import { type Reach, reachOf } from '../../ui/where-it-may-go.ts'

/** The parts of a rule's sentence that are not words: the label as a badge, and the choice in the place of the verb. */
interface RuleParts {
  readonly label: () => ReactNode
  readonly choice: () => ReactNode
}

/** A rule of the policy as a sentence with its choice in it. */
export function ruleSentence(label: Label, parts: RuleParts): ReactNode {
  const values = { ...parts }
  switch (label) {
    case 'public':
      return rich('<label></label> text, in which nothing sensitive was found, <choice></choice>', values)
    case 'internal':
      return rich('<label></label> text, which is marked so or speaks of unreleased plans, <choice></choice>', values)
    case 'confidential':
      return rich(
        '<label></label> text, with names and contact data, e-mail addresses, phone numbers, postal addresses or birth dates, <choice></choice>',
        values,
      )
    case 'restricted':
      return rich('<label></label> text, with credentials, government ids, card or bank numbers or health data, <choice></choice>', values)
  }
}

export const REACHES = ['as-written', 'masked', 'stays'] as const satisfies readonly Reach[]

/** The end of a rule's sentence. */
export const REACH_CHOICE: Readonly<Record<Reach, string>> = {
  'as-written': t('may leave as written'),
  masked: t('may leave only masked'),
  stays: t('stays on this machine'),
}

/** Why a choice cannot be made, in a sentence. */
export function lockedText(label: Label): string {
  return label === 'restricted'
    ? t('Locked: the built-in policy keeps restricted text on this machine.')
    : t('Locked: the built-in policy never lets this text leave unmasked.')
}

/** As `DEFAULT_POLICY` of the contract, which is not part of the bundle. */
const BUILT_IN: Policy['allowed'] = {
  public: ['local', 'hosted', 'hybrid'],
  internal: ['local', 'hybrid'],
  confidential: ['local', 'hybrid'],
  restricted: ['local'],
}

/** Whether a workspace may choose this: only what the built-in policy allows, or less. */
export function isLocked(label: Label, reach: Reach): boolean {
  return REACHES.indexOf(reach) < REACHES.indexOf(reachOf(BUILT_IN[label]))
}

/** The routes that a choice leaves. */
export function routesFor(label: Label, reach: Reach): Route[] {
  const wanted: readonly Route[] =
    reach === 'as-written' ? ['local', 'hosted', 'hybrid'] : reach === 'masked' ? ['local', 'hybrid'] : ['local']
  return BUILT_IN[label].filter((route) => wanted.includes(route))
}

/** Choices that are made and do not hold yet. */
export type PolicyDraft = Readonly<Partial<Record<Label, Reach>>>

/** The draft with one more choice; what says the same as the policy is no choice. */
export function chosen(draft: PolicyDraft, policy: Policy, label: Label, reach: Reach): PolicyDraft {
  const { [label]: _, ...others } = draft
  return reach === reachOf(policy.allowed[label]) ? others : { ...others, [label]: reach }
}

/** The policy as it would be. Labels that the draft says nothing of keep their routes as they are. */
export function policyOf(draft: PolicyDraft, policy: Policy): Policy {
  const allowed = { ...policy.allowed }
  for (const label of LABEL_ORDER) {
    const reach = draft[label]
    if (reach !== undefined) allowed[label] = routesFor(label, reach)
  }
  return { allowed }
}
