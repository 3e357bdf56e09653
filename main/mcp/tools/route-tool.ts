import { RoutingDecisionSchema } from '#contracts/routing.ts'
import type { ToolDefinition } from '../define-tool.ts'
import { RequestInput, requestOf } from './request.ts'

export const route: ToolDefinition<typeof RequestInput, typeof RoutingDecisionSchema> = {
  name: 'route',
  title: 'Show what the gate decides',
  description:
    'Where a request would run (local, hosted or hybrid), or why it would wait or be blocked, with the reasons and estimates. Nothing is stored, ' +
    'sent or spent.',
  input: RequestInput,
  output: RoutingDecisionSchema,
  effects: { reads: true, sends: false, ends: false },
  run: async (input, call) => call.deps.app.generations.preview(await requestOf(input, call), call.signal),
}
