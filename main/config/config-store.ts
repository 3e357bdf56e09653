import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Config, ConfigSchema } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import { DEFAULT_POLICY, LABELS } from '#contracts/privacy.ts'

export interface ConfigStore {
  /** The settings in force; the same object until `set` succeeds. */
  get(): Config
  /**
   * Changes one setting by dotted path (`privacyMode`, `timeouts.totalMs`, `providers.0.model`) and writes the file atomically.
   * Throws CONFIG_INVALID and changes nothing when the result would not be valid.
   */
  set(path: string, value: unknown): Config
  onChange(listener: (config: Config) => void): () => void
}

const FILE = 'config.json'

/** Reads `<dataDir>/config.json`; a missing file means the defaults. Throws CONFIG_INVALID naming the file and the first problem. */
export function openConfig(dataDir: string): ConfigStore {
  const file = join(dataDir, FILE)
  let raw = readRaw(file)
  let config = parseConfig(raw, file)
  const listeners = new Set<(config: Config) => void>()
  return {
    get: () => config,
    set(path, value) {
      const nextRaw = withValue(raw, path, value)
      const next = parseConfig(nextRaw, file)
      mkdirSync(dataDir, { recursive: true })
      const temporary = `${file}.new`
      writeFileSync(temporary, `${JSON.stringify(nextRaw, null, 2)}\n`, { mode: 0o600 })
      renameSync(temporary, file)
      raw = nextRaw
      config = next
      for (const listener of listeners) listener(next)
      return next
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function readRaw(file: string): Record<string, unknown> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new TidegateError('CONFIG_INVALID', `${file} cannot be read. Check its permissions.`, { cause: error })
  }
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text))
  } catch (error) {
    throw new TidegateError('CONFIG_INVALID', `${file} is not a JSON object. Correct it, or move it away to start from the defaults.`, {
      cause: error,
    })
  }
}

function parseConfig(raw: unknown, file: string): Config {
  const parsed = ConfigSchema.safeParse(raw)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const where = issue === undefined || issue.path.length === 0 ? 'top level' : issue.path.join('.')
    throw new TidegateError('CONFIG_INVALID', `${file}: ${where}: ${oneLine(issue?.message ?? 'not valid')}. Correct it and try again.`)
  }
  const config = parsed.data
  for (const label of LABELS) {
    const builtIn: readonly string[] = DEFAULT_POLICY.allowed[label]
    const looser = config.policy.allowed[label].find((route) => !builtIn.includes(route))
    if (looser !== undefined) {
      throw new TidegateError(
        'CONFIG_INVALID',
        `${file}: policy.allowed.${label} may not contain "${looser}": a workspace policy can only be stricter than the built-in one. Remove it.`,
      )
    }
  }
  const ids = config.providers.map(({ id }) => id)
  const double = ids.find((id, index) => ids.indexOf(id) !== index)
  if (double !== undefined) throw new TidegateError('CONFIG_INVALID', `${file}: two providers are called "${double}". Rename one.`)
  return config
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype'])

/** A copy of `raw` with the value at the dotted path replaced. A number addresses a list item; the item after the last appends. */
function withValue(raw: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const keys = path.split('.')
  if (keys.some((key) => key === '' || UNSAFE_KEYS.has(key))) {
    throw new TidegateError('CONFIG_INVALID', `"${path}" is not a setting. Use a dotted path such as privacyMode or timeouts.totalMs.`)
  }
  const copy = structuredClone(raw)
  let node: Record<string, unknown> | unknown[] = copy
  for (const [depth, key] of keys.entries()) {
    const last = depth === keys.length - 1
    const next = last ? value : childOf(node, key, keys[depth + 1] ?? '')
    if (Array.isArray(node)) {
      const index = Number(key)
      if (!Number.isInteger(index) || index < 0 || index > node.length) {
        throw new TidegateError('CONFIG_INVALID', `"${path}": "${key}" is not a place in a list of ${node.length}.`)
      }
      node[index] = next
    } else node[key] = next
    if (!last) node = next as Record<string, unknown> | unknown[]
  }
  return copy
}

function childOf(node: Record<string, unknown> | unknown[], key: string, nextKey: string): Record<string, unknown> | unknown[] {
  const child = Array.isArray(node) ? node[Number(key)] : node[key]
  if (Array.isArray(child)) return child
  if (typeof child === 'object' && child !== null) return child as Record<string, unknown>
  return /^\d+$/.test(nextKey) ? [] : {}
}
