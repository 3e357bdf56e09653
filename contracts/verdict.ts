import { z } from 'zod'
import { JudgementSchema } from './judgement.ts'
import { VisualDiffSchema } from './visual-diff.ts'

/**
 * Who carried out a scenario. Those by tools of Playwright's MCP server: `mcp` in this process and on the same window, `mcp-cdp` attached to the
 * browser's debugging port, `mcp-stdio` attached by a server in a process of its own.
 */
export const RUNNERS = ['headless', 'electron', 'mcp', 'mcp-cdp', 'mcp-stdio'] as const
/** One of each kind: the app by a page, the desktop app, and an agent. */
export const USUAL_RUNNERS = ['headless', 'electron', 'mcp'] as const satisfies ReadonlyArray<(typeof RUNNERS)[number]>
export const RunnerNameSchema = z.enum(RUNNERS)
export type RunnerName = z.infer<typeof RunnerNameSchema>

/** `needs-review`: nothing failed, but a picture or a draft waits for a person. */
export const VERDICT_STATUSES = ['passed', 'failed', 'needs-review'] as const
export const VerdictStatusSchema = z.enum(VERDICT_STATUSES)
export type VerdictStatus = z.infer<typeof VerdictStatusSchema>

/** One step or expectation, carried out. */
export const CheckedSchema = z.object({
  /** It in words: `click the button “Generate”`. */
  words: z.string(),
  status: VerdictStatusSchema,
  /** Why it failed or waits; empty when it passed. */
  why: z.string(),
  /** Milliseconds. */
  ms: z.number().nonnegative(),
  visual: VisualDiffSchema.nullable(),
  /** What a judge said of the draft, where one was asked. */
  judgement: JudgementSchema.optional(),
})
export type Checked = z.infer<typeof CheckedSchema>

/** What came of one scenario with one row of its data. */
export const VerdictSchema = z.object({
  scenario: z.string(),
  title: z.string(),
  /** 1-based row of the data; null without data. */
  row: z.number().int().positive().nullable(),
  runner: RunnerNameSchema,
  status: VerdictStatusSchema,
  steps: z.array(CheckedSchema),
  expectations: z.array(CheckedSchema),
  /** Whether it was carried out once more because it had failed: it says how reliable that was, and takes nothing back. */
  again: z.boolean().optional(),
  /** Milliseconds since the epoch. */
  startedAt: z.number(),
  /** Milliseconds. */
  ms: z.number().nonnegative(),
})
export type Verdict = z.infer<typeof VerdictSchema>
