/** A defect as a person could make it, in one place of the product. */
export interface Mutation {
  /** Small letters, digits and hyphens; names it on the command line. */
  readonly name: string
  readonly area: 'renderer' | 'routing' | 'privacy' | 'execution' | 'jobs'
  /** From the root of the project. */
  readonly file: string
  /** Stands in the file exactly once. */
  readonly search: string
  readonly replacement: string
  /** What goes wrong for a user. */
  readonly seen: string
  /** Tags of the scenarios that have to do with it. */
  readonly tags: readonly string[]
  /** Scenarios that look after it most closely; tried before the others with its tags. */
  readonly guards?: readonly string[]
  /** Unit tests that have to do with it, the fast ones; without it, the folder of the file. */
  readonly units?: readonly string[]
  /** Browser specs that have to do with it, tried when nothing else has noticed. */
  readonly specs?: readonly string[]
}

/** The text with the defect in it. Throws when what it replaces does not stand there exactly once, or nothing would change. */
export function mutated(
  text: string,
  { name, file, search, replacement }: Pick<Mutation, 'name' | 'file' | 'search' | 'replacement'>,
): string {
  const found = text.split(search).length - 1
  if (found !== 1) throw new Error(`The mutation ${name} does not apply: its text stands ${found} times in ${file}, and not once.`)
  if (search === replacement) throw new Error(`The mutation ${name} changes nothing.`)
  return text.replace(search, () => replacement)
}
