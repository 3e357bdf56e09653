import { oc } from '@orpc/contract'
import { z } from 'zod'

/** One part of a diagnostics bundle: a title for a person and what it holds, as text. */
export const DIAGNOSTIC_PARTS = ['versions', 'checks', 'settings', 'tables', 'jobs', 'log'] as const
export const DiagnosticPartSchema = z.object({ part: z.enum(DIAGNOSTIC_PARTS), text: z.string() })
export type DiagnosticPart = z.infer<typeof DiagnosticPartSchema>

/** Everything that would be exported, and nothing else is: what is shown is what is saved. */
export const DiagnosticsSchema = z.object({ madeAt: z.number().int(), parts: z.array(DiagnosticPartSchema) })
export type Diagnostics = z.infer<typeof DiagnosticsSchema>

export const diagnosticsContract = {
  /** Versions, checks, settings without addresses and names of a person's own, counts, and the last lines of the log. No content and no keys. */
  preview: oc.route({ method: 'GET', path: '/diagnostics' }).output(DiagnosticsSchema),
}
