import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Where releases are announced, and whose signature counts. It comes with the package: no setting leads to another address. */
export const UpdateSourceSchema = z.strictObject({
  /** The folder of the statements and files, with a slash at its end; null where there is none. */
  address: z
    .url({ protocol: /^https?$/ })
    .endsWith('/')
    .nullable(),
  /** Ed25519 public keys, SubjectPublicKeyInfo in base64. */
  keys: z.array(z.string().min(1)).max(8),
})
export type UpdateSource = z.infer<typeof UpdateSourceSchema>

/** Throws when the file is missing or malformed. */
export function readUpdateSource(file: string): UpdateSource {
  return UpdateSourceSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}
