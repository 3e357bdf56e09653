import { createHmac, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'
import { openConfigFile, type RawConfig } from './config-file.ts'

/** Which origin (scheme, host and port) each key was given for. */
export interface KeyOrigins {
  /** The origin that the key may be sent to; null for a key that was never seen with this provider. */
  of(providerId: string, key: string): string | null
  /** All origins that keys of this provider were given for. */
  known(providerId: string): readonly string[]
  /** From now on the key belongs to this origin, and to no other. */
  give(providerId: string, key: string, origin: string): void
}

const FILE = 'key-origins.json'
const ContentSchema = z.strictObject({
  salt: z.base64(),
  /** By provider, by fingerprint of the key. */
  origins: z.record(z.string(), z.record(z.string(), z.string())),
})
type Content = z.infer<typeof ContentSchema>

/**
 * Kept in `<dataDir>/key-origins.json`, whatever place the keys themselves are in; the keys are in it as salted fingerprints only. Throws
 * CONFIG_INVALID for a file that is damaged: without it nobody knows where a key may go.
 */
export function openKeyOrigins(dataDir: string): KeyOrigins {
  const path = join(dataDir, FILE)
  const file = openConfigFile(path)
  const parse = (raw: RawConfig | null): Content => {
    if (raw === null) return { salt: randomBytes(16).toString('base64'), origins: {} }
    const parsed = ContentSchema.safeParse(raw)
    if (parsed.success) return parsed.data
    throw new TidegateError('CONFIG_INVALID', `${path} is damaged. Remove it, and store the keys again with: tidegate config key`)
  }
  const originsOf = ({ origins }: Content, providerId: string): Readonly<Record<string, string>> =>
    (Object.hasOwn(origins, providerId) ? origins[providerId] : undefined) ?? {}
  return {
    of(providerId, key) {
      const content = parse(file.read())
      return originsOf(content, providerId)[fingerprint(content, key)] ?? null
    },
    known: (providerId) => Object.values(originsOf(parse(file.read()), providerId)),
    give(providerId, key, origin) {
      file.update((raw) => {
        const content = parse(raw)
        const given = { ...originsOf(content, providerId), [fingerprint(content, key)]: origin }
        return { ...content, origins: { ...content.origins, [providerId]: given } }
      })
    },
  }
}

function fingerprint({ salt }: Content, key: string): string {
  return createHmac('sha256', salt).update(key).digest('hex').slice(0, 32)
}
