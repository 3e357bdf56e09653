import { oc } from '@orpc/contract'
import { z } from 'zod'

/**
 * How it stands with a provider's API key.
 * `none`: there is none. `ok`: it can be used. `locked`: the system's keychain holds the secret but does not give it out now.
 * `backend-changed`: it was encrypted by another keychain than today's. `unavailable`: the system has no keychain that protects anything.
 * In the last three a stored key is kept as it is, and may be readable again later.
 */
export const KEY_STATES = ['none', 'ok', 'locked', 'backend-changed', 'unavailable'] as const
export const KeyStateSchema = z.enum(KEY_STATES)
export type KeyState = z.infer<typeof KeyStateSchema>

/** Where a key is: an environment variable, the system's keychain, the file `keys.json`, or only the memory of the running app. */
export const KEY_PLACES = ['environment', 'keychain', 'file', 'session'] as const
export const KeyPlaceSchema = z.enum(KEY_PLACES)
export type KeyPlace = z.infer<typeof KeyPlaceSchema>

export const KeyStatusSchema = z.object({ state: KeyStateSchema, place: KeyPlaceSchema.nullable() })
export type KeyStatus = z.infer<typeof KeyStatusSchema>

/** A key is one word of printable characters. */
export const ApiKeySchema = z
  .string()
  .max(4_096)
  .regex(/^[\x21-\x7e]+$/, 'A key is one word.')

/** Keys go in and never come out: nothing here answers with one. */
export const keysContract = {
  /**
   * Stores a provider's key. `keychain` is the system's keychain and, where there is none, the memory of the running app; `file` is the
   * person's choice to keep it in `keys.json`, which only its owner may read. The answer says where it is now.
   */
  set: oc
    .route({ method: 'POST', path: '/keys' })
    .input(z.object({ providerId: z.string().min(1).max(60), key: ApiKeySchema, place: z.enum(['keychain', 'file']) }))
    .output(KeyStatusSchema),
  /** Moves the keys of `keys.json` into the keychain; each is taken out of the file only when it can be read back. */
  importFile: oc
    .route({ method: 'POST', path: '/keys/import' })
    .output(z.object({ moved: z.array(z.string()), left: z.array(z.string()) })),
}
