const MOST_FRAMES = 8

/** `    at name (place)` or `    at place`, where a place is a file with line and column, or one that V8 has no file for. */
const FRAME = /^ {4}at (?:[^\n]* \()?(?:[^()\n]+:\d+:\d+|<anonymous>|native|index \d+)\)?$/

/** `Name` or `Name [CODE]`, as V8 and Node begin a stack. */
const HEADER_NAME = /^[\w$]+(?: \[\w+\])?/

/**
 * The first frames of an error's stack. A stack begins with the error's message, which may quote what a user typed, also on lines of its own
 * that look like frames. So the message is cut off first, and where the stack does not begin with it (somebody changed either) there are no
 * frames: a poorer log line is better than one with a user's text.
 */
export function stackFrames(error: Error): readonly string[] {
  const stack = typeof error.stack === 'string' ? error.stack : ''
  const name = HEADER_NAME.exec(stack)?.[0]
  if (name === undefined) return []
  const header = error.message === '' ? name : `${name}: ${error.message}`
  if (!stack.startsWith(`${header}\n`)) return []
  const lines = stack.slice(header.length + 1).split('\n')
  return lines
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) => line.trim())
}
