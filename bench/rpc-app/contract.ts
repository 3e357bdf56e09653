import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'

/** What the transport is measured with: a call with validation on both ways, and a stream of small events. */
export const benchContract = {
  ping: oc.input(z.object({ n: z.number().int() })).output(z.object({ n: z.number().int() })),
  stream: oc
    .input(z.object({ count: z.number().int(), chars: z.number().int() }))
    .output(eventIterator(z.object({ n: z.number(), text: z.string() }))),
}
