import { z } from 'zod'
import { GenerationRequestSchema, LIMITS, type SourceInput } from '#contracts/generation.ts'
import { LabelSchema, RouteSchema } from '#contracts/privacy.ts'
import { FieldValuesSchema, TemplateIdSchema } from '#contracts/templates.ts'
import type { ToolCall } from '../define-tool.ts'
import { demandToRead } from '../grants.ts'
import { demandSource } from '../source-label.ts'
import { templateLabel } from '../template-label.ts'

/** A source of a client's request: one that is stored here, or text of its own. */
const Source = z.union([
  z.strictObject({ id: z.string().min(1).max(200).describe('A stored source, by the id that sources_list or sources_search gave') }),
  z.strictObject({ name: z.string().min(1).max(500), text: z.string().max(LIMITS.sourceTextChars) }),
])

/** What a client may ask for. It can narrow what the gate allows, and never widen it. */
export const RequestInput = z.strictObject({
  prompt: z.string().max(LIMITS.promptChars).describe('What to write'),
  sources: z.array(Source).max(LIMITS.sources).default([]).describe('What to draw from'),
  template: TemplateIdSchema.optional().describe('One of the prompts of this server, by its name'),
  fields: FieldValuesSchema.optional().describe('What is filled into the fields of the template'),
  route: RouteSchema.optional().describe('Pins the route; the policy still decides whether it may be taken'),
  label: LabelSchema.optional().describe('Raises the label; a lower one than that of the text has no effect'),
  localOnly: z.boolean().default(false).describe('Keeps everything on this machine'),
  maxCostUsd: z.number().nonnegative().optional().describe('Refuses routes that would cost more'),
})

/** The request as the core takes it. Throws where a source or a template that it names may not be read by a client, or is not there. */
export async function requestOf(input: z.output<typeof RequestInput>, { deps, settings }: ToolCall) {
  for (const source of input.sources) await check(source)
  const named = input.template === undefined ? null : await deps.app.templates.get(input.template)
  if (named !== null && !named.builtIn) demandToRead('This template', await templateLabel(named, deps.app), settings)
  const { prompt, sources, template, fields, route, label, maxCostUsd } = input
  return GenerationRequestSchema.parse({
    prompt,
    sources,
    template,
    fields,
    options: { route, label, maxCostUsd, ...(input.localOnly ? { privacyMode: 'local-only' as const } : {}) },
  })

  // What is drawn from it comes out in the draft, so that it counts as read.
  async function check(source: SourceInput): Promise<void> {
    if ('id' in source) await demandSource(deps.app, source.id, settings)
  }
}
