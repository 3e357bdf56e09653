/** An adjective in a higher degree, by its form: `bigger` is `big` in degree 1, `biggest` in degree 2. English alone. */
export interface Degree {
  readonly base: string
  readonly degree: 1 | 2
}

const SHORTEST = 5

/** The possible readings of a word as a comparative or superlative; whether the base is an adjective is for the caller to know. */
export function degreesOf(word: string): Degree[] {
  const ending = /(?:er|est)$/.exec(word)?.[0]
  if (ending === undefined || word.length < SHORTEST) return []
  const rest = word.slice(0, -ending.length)
  const degree = ending === 'er' ? 1 : 2
  const bases = [rest, `${rest}e`, rest.replace(/i$/, 'y'), rest.replace(/([bdgmnt])\1$/, '$1')]
  return [...new Set(bases)].map((base) => ({ base, degree }))
}

/** An adjective in a degree, in the spellings it may have. */
export function inDegree(base: string, degree: 1 | 2): string[] {
  const ending = degree === 1 ? 'er' : 'est'
  const last = base.charAt(base.length - 1)
  return [
    `${base}${ending}`,
    ...(last === 'e' ? [`${base}${ending.slice(1)}`] : []),
    ...(last === 'y' ? [`${base.slice(0, -1)}i${ending}`] : []),
    ...(/[^aeiou][aeiou][bdgmnt]$/.test(base) ? [`${base}${last}${ending}`] : []),
  ]
}
