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
 * message that looks like such a line is marked by a backslash. {@link placesIn} and {@link messageText} are the way back.
 */
export function writeTranscript(messages: readonly TranscriptMessage[]): string {
  return messages.map(({ role, content }) => `[${role}]\n${content.split('\n').map(marked).join('\n')}`).join('\n\n')
}

/** A message of a transcript by its place: half-open `[start, end)` of what stands below its role, still with its marks. UTF-16 code units. */
export interface PlacedMessage {
  readonly role: TranscriptRole
  readonly start: number
  readonly end: number
}

/** Where the messages of a transcript stand. Text before the first role is the user's. Linear in the text. */
export function placesIn(text: string): PlacedMessage[] {
  const places: { role: TranscriptRole; start: number; end: number }[] = []
  for (let at = 0; at <= text.length; ) {
    const brk = text.indexOf('\n', at)
    const end = brk === -1 ? text.length : brk
    const head = HEAD.exec(text.slice(at, end))?.[1]
    const role = TRANSCRIPT_ROLES.find((known) => known === head)
    const last = places.at(-1)
    if (role !== undefined) {
      // The empty line that separates two messages belongs to neither.
      if (last !== undefined) last.end = Math.max(last.start, at - (text.startsWith('\n\n', at - 2) ? 2 : 1))
      places.push({ role, start: Math.min(end + 1, text.length), end: text.length })
    } else if (last === undefined) places.push({ role: 'user', start: 0, end: text.length })
    at = end + 1
  }
  return places
}

/** The text of a message without the marks that {@link writeTranscript} put into it. */
export function messageText(written: string): string {
  return written
    .split('\n')
    .map((line) => (LIKE_A_HEAD.test(line) && line.startsWith('\\') ? line.slice(1) : line))
    .join('\n')
}

function marked(line: string): string {
  return LIKE_A_HEAD.test(line) ? `\\${line}` : line
}
