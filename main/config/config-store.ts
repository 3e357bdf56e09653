import { watch } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { type Config, ConfigSchema } from '#contracts/config.ts'
import { TidegateError } from '#contracts/errors.ts'
import { DEFAULT_POLICY, LABELS } from '#contracts/privacy.ts'
import { openConfigFile, type RawConfig } from './config-file.ts'

export interface ConfigStore {
  /**
   * The settings in force: those of the file as it is now, whoever changed it. The same object as long as nothing changed. A file that has
   * become invalid, or has gone, leaves the settings as they were; `problem` says so.
   */
  get(): Config
  /** What is wrong with the file now, in one line; null when all is well. */
  problem(): string | null
  /**
   * Changes one setting by dotted path (`privacyMode`, `timeouts.totalMs`, `providers.0.model`) in what the file holds at that moment, and
   * writes it atomically. Changes nothing when the result would not be valid, and throws: BAD_INPUT where that is for what is set, and
   * CONFIG_INVALID where the file itself is not valid.
   */
  set(path: string, value: unknown): Config
  /** Sets everything back to the defaults but what is named; answers with what was set, as it was. Throws CONFIG_INVALID. */
  reset(kept: readonly string[]): RawConfig
  /** Tells of every change, also of one that another process made. The file is watched as long as somebody listens. */
  onChange(listener: (config: Config) => void): () => void
}

const FILE = 'config.json'

/** Reads `<dataDir>/config.json`; a missing file means the defaults. Throws CONFIG_INVALID naming the file and the first problem. */
export function openConfig(dataDir: string): ConfigStore {
  const path = join(dataDir, FILE)
  const file = openConfigFile(path)
  // The version is taken first: a change while the file is read is then seen at the next look.
  let version = file.version()
  let raw: RawConfig = file.read() ?? {}
  let config = parseConfig(raw, path)
  let problem: string | null = null
  const listeners = new Set<(config: Config) => void>()
  let stopWatching: (() => void) | null = null

  const tell = (): void => {
    for (const listener of [...listeners]) listener(config)
  }

  /** Takes over what somebody else wrote. */
  function refresh(): void {
    const now = file.version()
    if (now === version) return
    version = now
    try {
      const content = file.read()
      problem = content === null ? `${path} has gone. The settings are kept as they were; the next change writes it anew.` : null
      if (content === null || JSON.stringify(content) === JSON.stringify(raw)) return
      const next = parseConfig(content, path)
      raw = content
      config = next
    } catch (error) {
      if (!(error instanceof TidegateError)) throw error
      problem = error.message
      return
    }
    // Who asks for a setting is in the middle of something; the others hear of it right after.
    queueMicrotask(tell)
  }

  /** A system that cannot watch costs the notice, not the change: every `get` looks at the file. */
  function startWatching(): () => void {
    try {
      const watcher = watch(dataDir, { persistent: false }, (_event, name) => {
        if (name === FILE || name === null) refresh()
      })
      watcher.on('error', () => watcher.close())
      return () => watcher.close()
    } catch {
      return () => {}
    }
  }

  function write(change: (content: RawConfig) => RawConfig): Config {
    let nextRaw = raw
    let next = config
    version = file.update((content) => {
      nextRaw = change(content ?? raw)
      next = parseConfig(nextRaw, path)
      return nextRaw
    })
    raw = nextRaw
    config = next
    problem = null
    tell()
    return next
  }

  return {
    get() {
      refresh()
      return config
    },
    problem() {
      refresh()
      return problem
    },
    set: (key, value) =>
      write((content) => {
        const changed = withValue(content, key, value)
        if (refusalOf(content, path) === null) {
          const refused = refusalOf(changed, path)
          if (refused !== null) throw notSettable(key, refused, { config, file: path })
        }
        return changed
      }),
    reset(kept) {
      let reset: RawConfig = {}
      write((content) => {
        const entries = Object.entries(content)
        reset = Object.fromEntries(entries.filter(([name]) => !kept.includes(name)))
        return Object.fromEntries(entries.filter(([name]) => kept.includes(name)))
      })
      return reset
    },
    onChange(listener) {
      listeners.add(listener)
      stopWatching ??= startWatching()
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        stopWatching?.()
        stopWatching = null
      }
    },
  }
}

/** What is wrong with these settings, or null. */
function refusalOf(raw: unknown, file: string): TidegateError | z.core.$ZodIssue | null {
  const issue = ConfigSchema.safeParse(raw).error?.issues[0]
  if (issue !== undefined) return issue
  try {
    parseConfig(raw, file)
    return null
  } catch (error) {
    if (error instanceof TidegateError) return error
    throw error
  }
}

/** The file is fine: what was to be set is not. */
function notSettable(
  key: string,
  refused: TidegateError | z.core.$ZodIssue,
  { config, file }: { readonly config: Config; readonly file: string },
): TidegateError {
  if (refused instanceof TidegateError)
    return new TidegateError('BAD_INPUT', `"${key}" was not set: ${refused.message.replace(`${file}: `, '')}`)
  if (refused.code === 'unrecognized_keys') {
    const parent = refused.path.reduce<unknown>((node, part) => (isObject(node) ? Reflect.get(node, part) : undefined), config)
    const known = isObject(parent) ? Object.keys(parent).join(', ') : ''
    const place = [...refused.path, ...refused.keys.slice(0, 1)].join('.')
    return new TidegateError('BAD_INPUT', `There is no setting "${place}". Here there is: ${known}.`)
  }
  const place = refused.path.join('.')
  const told = place === key ? wanted(refused) : `${place}: ${wanted(refused)}`
  return new TidegateError('BAD_INPUT', `"${key}" was not set: ${told}`)
}

/** What a setting may be, in words; the schema's own message where it says that best. */
function wanted(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `it has to be ${listed(issue.values.map(String))}.`
    case 'invalid_type':
      return `it has to be ${TYPES[issue.expected] ?? issue.expected}.`
    default:
      return `${oneLine(issue.message)}.`
  }
}

const TYPES: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  string: 'a text',
  array: 'a list, such as ["a", "b"]',
  object: 'a group of settings, such as {"name": "value"}',
  record: 'a group of settings, such as {"name": "value"}',
}

function listed(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
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
function withValue(raw: RawConfig, path: string, value: unknown): Record<string, unknown> {
  const keys = path.split('.')
  if (keys.some((key) => key === '' || UNSAFE_KEYS.has(key))) {
    throw new TidegateError('BAD_INPUT', `"${path}" is not a setting. Use a dotted path such as privacyMode or timeouts.totalMs.`)
  }
  const copy: Record<string, unknown> = structuredClone(raw)
  let node: Record<string, unknown> | unknown[] = copy
  for (const [depth, key] of keys.entries()) {
    const last = depth === keys.length - 1
    const next = last ? value : childOf(node, key, keys[depth + 1] ?? '')
    if (Array.isArray(node)) {
      const index = Number(key)
      if (!Number.isInteger(index) || index < 0 || index > node.length) {
        throw new TidegateError('BAD_INPUT', `"${path}": "${key}" is not a place in a list of ${node.length}.`)
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
