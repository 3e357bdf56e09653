import { at, listAt } from '../json-value.ts'
import { malformed } from '../provider-http.ts'

/** Vectors of a document in the order of the texts. Throws PROVIDER_PROTOCOL when there is not one for each, or they differ in length. */
export function checkedVectors(found: readonly unknown[], wanted: number, provider: string): number[][] {
  const vectors = found.map((vector) => listAt(vector).filter((number): number is number => typeof number === 'number'))
  const length = vectors[0]?.length ?? 0
  const sound =
    vectors.length === wanted && vectors.every((vector, index) => vector.length === length && listAt(found[index]).length === length)
  if (!sound || (wanted > 0 && length === 0)) throw malformed(provider)
  return vectors
}

/** `data` of OpenAI's answer; each entry says which text it belongs to. */
export function openAiVectors(document: unknown, wanted: number, provider: string): number[][] {
  const entries = listAt(document, 'data')
  const ordered: unknown[] = Array.from({ length: entries.length })
  for (const [place, entry] of entries.entries()) {
    const index = at(entry, 'index') ?? place
    if (typeof index === 'number' && index in ordered) ordered[index] = at(entry, 'embedding')
  }
  return checkedVectors(ordered, wanted, provider)
}
