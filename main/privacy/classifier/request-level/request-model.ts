import { z } from 'zod'

/** What a request as a whole can be. */
export const REQUEST_KINDS = ['personal', 'business'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/** Weight of every feature and the intercept, in log-odds. A feature that is missing weighs nothing. */
const HeadSchema = z.object({ bias: z.number(), weights: z.record(z.string(), z.number()) })
export type ModelHead = z.infer<typeof HeadSchema>

export const RequestWeightsSchema = z.object({ personal: HeadSchema, business: HeadSchema })
export type RequestWeights = z.infer<typeof RequestWeightsSchema>

/** Cues by the name of the feature that they count for (`resources/lexicons/request-cues.txt`). */
export type RequestCues = ReadonlyMap<string, readonly string[]>

export interface RequestModel {
  readonly cues: RequestCues
  readonly weights: RequestWeights
}

/** Reads the cue list: `[feature]` begins a section, one cue a line, `#` begins a comment. `\n` in a cue is a line break. */
export function parseRequestCues(source: string): RequestCues {
  const cues = new Map<string, string[]>()
  let section: string[] = []
  for (const line of source.split(/\r?\n/)) {
    const name = /^\[(?<name>[a-z-]+)\]$/.exec(line)?.groups?.name
    if (name !== undefined) {
      section = cues.get(name) ?? []
      cues.set(name, section)
    } else if (line.trim() !== '' && !line.startsWith('#')) section.push(line.trim().toLowerCase().replaceAll('\\n', '\n'))
  }
  return cues
}
