import type { Catalog } from './t.ts'

const OPEN = '\u2068'
const CLOSE = '\u2069'

/**
 * For a language that is written from right to left: sets each value of a message apart, so that "50 ms" or a file's name keeps its own
 * order among the words around it. Choices (`plural`, `select`) are no values and stay as they are.
 */
export function isolateValues(catalog: Catalog): Catalog {
  return Object.fromEntries(
    Object.entries(catalog).map(([message, text]) => [message, text.replaceAll(/\{([a-z][A-Za-z]*)\}/g, `${OPEN}{$1}${CLOSE}`)]),
  )
}

/** As {@link isolateValues}, of one value. */
export function setApart(value: string): string {
  return `${OPEN}${value}${CLOSE}`
}
