import type { Label, Policy, Route } from '#contracts/privacy.ts'
import { type Reach, reachOf } from '../../ui/where-it-may-go.ts'

/** What each label stands for, as the subject of a sentence. */
const SUBJECTS: Readonly<Record<Label, { readonly text: string; readonly many: boolean }>> = {
  public: { text: 'Text in which nothing sensitive was found', many: false },
  internal: { text: 'Text that is marked internal or speaks of unreleased plans', many: false },
  confidential: { text: 'Names with contact data, e-mail addresses, phone numbers, postal addresses and birth dates', many: true },
  restricted: { text: 'Credentials, government ids, card and bank numbers and health data', many: true },
}

/** A rule of the policy in one plain sentence. */
export function policySentence(label: Label, reach: Reach): string {
  const { text, many } = SUBJECTS[label]
  if (reach === 'stays') return `${text} ${many ? 'stay' : 'stays'} on this machine.`
  return reach === 'masked' ? `${text} may leave only masked.` : `${text} may leave as ${many ? 'they are' : 'it is'} written.`
}

export const REACHES = ['as-written', 'masked', 'stays'] as const satisfies readonly Reach[]

export const REACH_CHOICE: Readonly<Record<Reach, string>> = {
  'as-written': 'May leave as written',
  masked: 'Only masked text may leave',
  stays: 'Stays on this machine',
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
