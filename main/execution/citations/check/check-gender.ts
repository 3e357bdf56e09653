import type { Pair, Problem, Read } from './types.ts'

const MALE = /^(?:he|him|his|himself|mr|herr|herrn|monsieur)$/
const FEMALE = /^(?:she|her|hers|herself|mrs|ms|miss|frau|madame|mme)$/
const TITLES = /^(?:mr|herr|herrn|monsieur|mrs|ms|miss|frau|madame|mme)$/

/** A person whom the passage calls "she" may not be "he" in the claim, nor Ms Rowe be Mr Rowe. */
export function checkGender({ claim, passage }: Pair): Problem[] {
  const titled = titledNames(passage)
  for (const [name, title] of titledNames(claim)) {
    const held = titled.get(name)
    if (held !== undefined && MALE.test(held) !== MALE.test(title))
      return [{ kind: 'name', detail: `The source says “${held} ${name}”, the draft says “${title} ${name}”.` }]
  }
  const [mine, its] = [gendersOf(claim), gendersOf(passage)]
  for (const [gender, other] of [
    ['male', 'female'],
    ['female', 'male'],
  ] as const) {
    if (mine[gender] !== null && mine[other] === null && its[gender] === null && its[other] !== null)
      return [{ kind: 'name', detail: `The source says “${its[other]}”, the draft says “${mine[gender]}”.` }]
  }
  return []
}

function titledNames({ tokens }: Read): Map<string, string> {
  const found = new Map<string, string>()
  for (const [at, { lower }] of tokens.entries()) {
    if (!TITLES.test(lower)) continue
    const name = tokens.slice(at + 1, at + 3).find(({ kind }) => kind === 'word')
    if (name?.capital === true) found.set(name.lower, lower)
  }
  return found
}

function gendersOf({ tokens }: Read): { male: string | null; female: string | null } {
  return {
    male: tokens.find(({ lower }) => MALE.test(lower))?.text ?? null,
    female: tokens.find(({ lower }) => FEMALE.test(lower))?.text ?? null,
  }
}
