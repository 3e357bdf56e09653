import { z } from 'zod'
import { CRITERIA, CriterionSchema } from './judgement.ts'
import { LabelSchema, RouteSchema } from './privacy.ts'

/** A control or a part of the screen, as a person would name it: by role and accessible name. */
const Target = z.strictObject({
  role: z.string().min(1).max(40).describe('The ARIA role: button, textbox, combobox, tab, row …'),
  name: z.string().min(1).max(300).optional().describe('The accessible name, or part of it'),
  exact: z.boolean().optional().describe('Whether the name must be equal and not only contain it'),
  within: z
    .strictObject({ role: z.string().min(1).max(40), name: z.string().min(1).max(300).optional() })
    .optional()
    .describe('The part of the screen it is in'),
})
export type ScenarioTarget = z.infer<typeof Target>

const Text = z.string().min(1).max(10_000)
const Seconds = z.number().positive().max(120)

/** Steps as a person would do them. Each has exactly one of the keys. */
const Step = z.union([
  z.strictObject({ click: Target }),
  z.strictObject({ fill: Target.extend({ with: z.string().max(100_000) }) }),
  z.strictObject({ choose: Target.extend({ option: Text }) }),
  z.strictObject({ press: z.string().min(1).max(60).describe('A key or a chord: Enter, Control+2') }),
  z.strictObject({ drop: z.strictObject({ file: z.string().min(1).max(200), text: z.string().max(1_000_000), on: Target.optional() }) }),
  z.strictObject({
    wait: z.strictObject({ text: Text.optional(), gone: Text.optional(), for: Target.optional(), seconds: Seconds.optional() }),
  }),
  z.strictObject({
    machine: z
      .strictObject({
        cpu: z.number().min(0).max(100).optional(),
        freeMemoryMb: z.number().min(0).optional(),
        batteryPercent: z.number().min(0).max(100).nullable().optional(),
        charging: z.boolean().optional(),
      })
      .describe('What the machine seems to have from now on'),
  }),
  z.strictObject({
    provider: z.strictObject({
      name: z.enum(['local', 'hosted']),
      does: z.enum(['answer', 'refuse', 'break', 'stall', 'go-away']).describe('How it behaves from now on'),
    }),
  }),
])
export type ScenarioStep = z.infer<typeof Step>

const STATES = ['visible', 'hidden', 'enabled', 'disabled', 'checked', 'unchecked', 'expanded', 'collapsed', 'focused', 'selected'] as const
export const TARGET_STATES = STATES
export type TargetState = (typeof STATES)[number]

const Expectation = z.union([
  z.strictObject({ text: Text.describe('Words that are seen') }),
  z.strictObject({ noText: Text.describe('Words that are not seen') }),
  z.strictObject({ state: Target.extend({ is: z.enum(STATES) }) }),
  z.strictObject({ value: Target.extend({ is: z.string().max(100_000) }) }),
  z.strictObject({ route: RouteSchema.describe('The route of the last decision') }),
  z.strictObject({ label: LabelSchema.describe('The label of the last decision') }),
  z.strictObject({ decision: z.enum(['routed', 'deferred', 'blocked']).describe('The status of the last decision') }),
  z.strictObject({ egress: z.array(z.string().min(1).max(300)).max(50).describe('The only destinations that anything may have left for') }),
  z.strictObject({ notInEgress: Text.describe('Words that are in no byte that left') }),
  z.strictObject({
    jobs: z.strictObject({ failed: z.number().int().min(0).optional(), succeededAtLeast: z.number().int().min(0).optional() }),
  }),
  z.strictObject({ accessible: z.literal(true) }),
  z.strictObject({
    looks: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
      .describe('The name of an approved picture'),
  }),
])
export type ScenarioExpectation = z.infer<typeof Expectation>

/** What can be counted fails a scenario; what a judge says of the rest sends it to a person. */
const Judge = z
  .strictObject({
    rules: z
      .strictObject({
        citationsAtLeast: z.number().int().min(0).max(1_000).optional().describe('So many citations, and every one verified'),
        wordsAtLeast: z.number().int().min(0).max(1_000_000).optional(),
        wordsAtMost: z.number().int().min(0).max(1_000_000).optional(),
        forbidden: z.array(Text).max(100).optional().describe('Words that must not stand in it, in any case'),
      })
      .prefault({}),
    rubric: z.array(CriterionSchema).max(CRITERIA.length).default([]).describe('What a judge scores from 1 to 5'),
    atLeast: z.number().min(1).max(5).default(3).describe('The mean score that is good enough'),
  })
  .refine(
    ({ rules, rubric }) =>
      rubric.length > 0 || Object.values(rules).some((rule) => (Array.isArray(rule) ? rule.length > 0 : rule !== undefined)),
    {
      message: 'name a rule or a criterion of the rubric: without one every draft passes',
    },
  )
export type ScenarioJudge = z.infer<typeof Judge>

/** A scenario: what a person does and what must be true then. */
export const ScenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'a name is small letters, digits and hyphens'),
  title: z.string().min(1).max(200),
  tags: z
    .array(z.string().regex(/^[a-z0-9-]+$/))
    .max(20)
    .default([]),
  /** Providers beside the extractive engine that the app starts with. */
  providers: z
    .array(z.enum(['local', 'hosted']))
    .max(2)
    .default([]),
  /** Rows for `{{name}}` in texts; the scenario runs once for each. */
  data: z.array(z.record(z.string(), z.string())).max(200).default([]),
  steps: z.array(Step).min(1).max(200),
  expect: z.array(Expectation).min(1).max(100),
  /** CSS selectors of what changes all the time, for pictures. */
  masks: z.array(z.string().min(1).max(200)).max(50).default([]),
  judge: Judge.optional().describe('How good the last draft must be'),
})
export type Scenario = z.infer<typeof ScenarioSchema>
