import { oc } from '@orpc/contract'
import { z } from 'zod'
import { LabelSchema } from './privacy.ts'

/**
 * Limits of a workspace's own rules: characters of one, how many hold at a time, and the steps that one pattern, and all of them
 * together, may take for each character of a text. A step is one state of the compiled pattern that is looked at.
 */
export const RULE_LIMITS = {
  textChars: 200,
  patternChars: 300,
  noteChars: 300,
  active: 500,
  activePatterns: 50,
  patternSteps: 250,
  allPatternSteps: 1_000,
  sampleChars: 20_000,
} as const

/**
 * `word` and `pattern` make something private that no recogniser knows; `not-private` takes back what a recogniser found wrongly. A
 * `word` may be a phrase; it is found whole, in any case and any spacing. A `pattern` is a regular expression in RE2's syntax, whose
 * time is linear in the text whatever is written in it; case does not matter.
 */
export const RULE_KINDS = ['word', 'pattern', 'not-private'] as const
export const RuleKindSchema = z.enum(RULE_KINDS)
export type RuleKind = z.infer<typeof RuleKindSchema>

export const NewPrivacyRuleSchema = z.object({
  kind: RuleKindSchema,
  text: z.string().min(1).max(RULE_LIMITS.patternChars),
  /** What a match makes of the text; null for `not-private`, which never lowers what is restricted. */
  label: LabelSchema.exclude(['public']).nullable(),
  note: z.string().max(RULE_LIMITS.noteChars).default(''),
})
export type NewPrivacyRule = z.infer<typeof NewPrivacyRuleSchema>

/** One rule. A removed one is kept, so that it can be told later what held when. Times in ms since the epoch. */
export const PrivacyRuleSchema = NewPrivacyRuleSchema.extend({
  id: z.string().min(1),
  note: z.string(),
  createdAt: z.number().int(),
  removedAt: z.number().int().nullable(),
})
export type PrivacyRule = z.infer<typeof PrivacyRuleSchema>

/** What a rule would do, without keeping it. `problem` says why it would be refused; the rest is then empty. */
export const RuleTrialSchema = z.object({
  problem: z.string().nullable(),
  /** Steps for each character of a text, at most; null for what is no pattern. */
  steps: z.number().int().nonnegative().nullable(),
  /** Where it is found in the sample: half-open, UTF-16 code units. */
  matches: z.array(z.object({ start: z.number().int().nonnegative(), end: z.number().int().positive() })),
  elapsedMs: z.number().nonnegative(),
})
export type RuleTrial = z.infer<typeof RuleTrialSchema>

export const privacyRulesContract = {
  /** All that ever held, newest first. */
  list: oc.route({ method: 'GET', path: '/privacy-rules' }).output(z.array(PrivacyRuleSchema)),
  /** Errors: BAD_INPUT (says what is wrong with it), CONFLICT (the opposite holds already, or there are too many). */
  add: oc.route({ method: 'POST', path: '/privacy-rules' }).input(NewPrivacyRuleSchema).output(PrivacyRuleSchema),
  /** Checks a rule as `add` does and looks for it in a sample. Keeps neither. */
  test: oc
    .route({ method: 'POST', path: '/privacy-rule-test' })
    .input(z.object({ rule: NewPrivacyRuleSchema, sample: z.string().max(RULE_LIMITS.sampleChars) }))
    .output(RuleTrialSchema),
  remove: oc
    .route({ method: 'DELETE', path: '/privacy-rules/{id}' })
    .input(z.object({ id: z.string().min(1) }))
    .output(z.object({ removed: z.boolean() })),
}
