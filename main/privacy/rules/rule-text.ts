import { normalise } from '../classifier/index.ts'

/** A text as rules compare it: normalised as for scanning, lower case, blanks as one. */
export function ruleKey(text: string): string {
  return normalise(text).text.toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

/** The parts of a word rule, which any blanks may stand between. */
export function ruleParts(text: string): readonly string[] {
  return ruleKey(text).split(' ')
}
