/** Names the engine of a draft, and says of the one without a model that it has none. */
export function engineText(engine: string): string {
  return /extractive/i.test(engine) ? 'Extractive engine — no model' : `Written by ${engine}`
}
