import { z } from 'zod'

const Ref = z.string().regex(/^(f\d+)?e\d+$/)
const Words = z.string().min(1).max(300)

/** All that an exploring model can do: use what it sees. There is no action that opens an address, a file or a tab, or runs code. */
export const ActionSchema = z.union([
  z.strictObject({ do: z.literal('click'), ref: Ref }),
  z.strictObject({ do: z.literal('type'), ref: Ref, text: z.string().max(2_000) }),
  z.strictObject({ do: z.literal('choose'), ref: Ref, option: Words }),
  z.strictObject({
    do: z.literal('press'),
    key: z
      .string()
      .regex(
        /^(?:(?:Control|Shift|Alt|Meta)\+){0,2}(?:[A-Za-z0-9]|Enter|Escape|Tab|Arrow(?:Up|Down|Left|Right)|Home|End|PageUp|PageDown|Backspace|Delete|Space)$/,
      ),
  }),
  z.strictObject({ do: z.literal('wait'), text: Words }),
  /** The goal is reached: these words on the screen show it. */
  z.strictObject({ do: z.literal('done'), because: Words }),
  z.strictObject({ do: z.literal('give-up'), because: Words }),
])
export type Action = z.infer<typeof ActionSchema>

/** Characters of an answer that are looked at, from its end. */
const READ = 6_000

/** The last line of an answer that is an action; null where there is none. */
export function readAction(answer: string): Action | null {
  const lines = answer.slice(-READ).split('\n')
  for (const line of lines.toReversed()) {
    const text = line.trim()
    if (!text.startsWith('{')) continue
    const read = ActionSchema.safeParse(parsed(text))
    if (read.success) return read.data
  }
  return null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A line of thought that begins with a brace.
    return undefined
  }
}
