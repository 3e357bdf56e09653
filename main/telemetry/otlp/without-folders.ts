/** `at name (place:line:column)` or `at place:line:column`. */
const FRAME = /^(at (?:.*\()?)([^()]+)(:\d+:\d+\)?)$/
const ABSOLUTE = /^(?:file:|[a-z]:[\\/]|[\\/])/i
/** Of a file of code: enough to find it. */
const KEPT_OF_FRAME = 2

/** The last names of an absolute path: the folders before them are the person's, and often hold their name. Anything else stays as it is. */
export function withoutFolders(path: string, kept = 1): string {
  return ABSOLUTE.test(path)
    ? path
        .split(/[\\/]+/)
        .slice(-kept)
        .join('/')
    : path
}

/** A frame of a stack without the folders that the app lies in. */
export function frameWithoutFolders(frame: string): string {
  return frame.replace(FRAME, (_all, before: string, place: string, after: string) => {
    // `at async work (…)` is in brackets; without them `async` stands before the place itself.
    const [, word = '', path = place] = /^(async |new )?(.*)$/.exec(place) ?? []
    return `${before}${word}${withoutFolders(path, KEPT_OF_FRAME)}${after}`
  })
}
