/** `temperature`, and of a part of the request `messages.name` or `messages.content.detail`. */
const NAME = /^(?:[a-z_]{1,20}\.){0,2}[A-Za-z][A-Za-z0-9_-]{0,39}$/
const MOST_TOLD = 20

/** Clients write out what they do not use as null or empty. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
}

/** The names of what is given in a part of a request, and is not known here. */
export function unknownOf(part: Readonly<Record<string, unknown>>, known: ReadonlySet<string>): string[] {
  return Object.keys(part).filter((name) => !known.has(name) && isGiven(part[name]))
}

/**
 * The names of what changes nothing, as they stand in a header: a client can put any text and any number of them into its request. Of what is
 * no name of a parameter, and of very many, only how many there are.
 */
export function toldAsIgnored(names: readonly string[]): string[] {
  const all = [...new Set(names)]
  const told = all.filter((name) => NAME.test(name)).slice(0, MOST_TOLD)
  return told.length === all.length ? told : [...told, `and ${all.length - told.length} more`]
}
