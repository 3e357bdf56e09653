/** Who speaks in a conversation that is handed over as a whole. */
export const TRANSCRIPT_ROLES = ['system', 'user', 'assistant'] as const
export type TranscriptRole = (typeof TRANSCRIPT_ROLES)[number]

export interface TranscriptMessage {
  readonly role: TranscriptRole
  readonly content: string
}

const HEAD = /^\[(system|user|assistant)\]$/
/** A line of a message that would read as a head, also one that was marked as none already. */
const LIKE_A_HEAD = /^\\*\[(?:system|user|assistant)\]$/

/**
 * A conversation as one text, so that it is judged, masked and stored as one: each message below a line with its role (`[user]`). A line of a
 * message that looks like such a line is marked by a backslash. {@link readTranscript} is the way back.
 */
export function writeTranscript(messages: readonly TranscriptMessage[]): string {
  return messages.map(({ role, content }) => `[${role}]\n${content.split('\n').map(marked).join('\n')}`).join('\n\n')
}

/** The messages of a transcript. Text that stands before the first role is the user's. Linear in the text. */
export function readTranscript(text: string): TranscriptMessage[] {
  const messages: { role: TranscriptRole; lines: string[] }[] = []
  for (const line of text.split('\n')) {
    const role = TRANSCRIPT_ROLES.find((known) => known === HEAD.exec(line)?.[1])
    const last = messages.at(-1)
    if (role !== undefined) {
      // The empty line that separates two messages belongs to neither.
      if (last !== undefined && last.lines.at(-1) === '') last.lines.pop()
      messages.push({ role, lines: [] })
    } else if (last === undefined) messages.push({ role: 'user', lines: [line] })
    else last.lines.push(LIKE_A_HEAD.test(line) ? line.slice(1) : line)
  }
  return messages.map(({ role, lines }) => ({ role, content: lines.join('\n') }))
}

function marked(line: string): string {
  return LIKE_A_HEAD.test(line) ? `\\${line}` : line
}
