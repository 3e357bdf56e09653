/** A heading of more characters is a paragraph that begins with a hash sign. */
const MAX_HEADING = 200
const CONTEXT_CHARS = 300

/** A heading of Markdown (ATX) in a text: where its line begins. */
export interface Heading {
  readonly at: number
  readonly level: number
  readonly title: string
}

/** Keeps the headings that the reader is under, and whether they stand in a fenced block of code, where a hash sign is a comment. */
export function createHeadingPath() {
  const open: Heading[] = []
  let fence: string | null = null

  return {
    /** The headings of `[start, end)`, whose first unit begins a line or not as `atLineStart` says. Does not move. */
    within(window: string, offset: number, atLineStart: boolean): Heading[] {
      let inside = fence
      const found: Heading[] = []
      for (const match of window.matchAll(/^(?:(```|~~~)|(#{1,6})[ \t]+([^\n]{1,200})$)/gm)) {
        if (match.index === 0 && !atLineStart) continue
        const [, mark, hashes, title] = match
        if (mark !== undefined) inside = inside === null ? mark : inside === mark ? null : inside
        else if (inside === null && hashes !== undefined && title !== undefined) {
          found.push({ at: offset + match.index, level: hashes.length, title: title.replace(/[\s#]+$/, '').slice(0, MAX_HEADING) })
        }
      }
      return found
    },
    /** Moves past a stretch of the text and what was found in it. */
    pass(stretch: string, headings: readonly Heading[]): void {
      for (const match of stretch.matchAll(/^(?:```|~~~)/gm)) fence = fence === null ? match[0] : fence === match[0] ? null : fence
      for (const heading of headings) {
        while ((open.at(-1)?.level ?? 0) >= heading.level) open.pop()
        open.push(heading)
      }
    },
    /** What stands above a passage that begins with a heading of this level, or with none. */
    above(level: number | null): string {
      const path = level === null ? open : open.filter((heading) => heading.level < level)
      return path
        .map(({ title }) => title)
        .join(' › ')
        .slice(-CONTEXT_CHARS)
    },
  }
}
