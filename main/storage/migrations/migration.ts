/** One step of the schema. Once released it is never edited: a correction is a new step with the next number. */
export interface Migration {
  readonly version: number
  readonly sql: string
}
