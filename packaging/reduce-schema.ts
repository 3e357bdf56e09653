// Takes electron-builder's own schema out of the installed tools and keeps what judges our configuration: `npm run package:schema`, after
// its version or the keys of the configuration have changed. A key that is not in the result fails the test until this was run.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createConfiguration } from './electron-builder.config.ts'

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
type Schema = { [name: string]: Json }

const SOURCE = join(import.meta.dirname, 'tools/node_modules/app-builder-lib/scheme.json')
const TARGET = join(import.meta.dirname, 'electron-builder.schema.json')
const NOT_JUDGED = ['description', 'default', 'deprecated', 'typeof']

/** The schema without its prose. Names of properties and definitions stay, whatever they are. */
function judged(value: Json, isNames = false): Json {
  if (Array.isArray(value)) return value.map((item) => judged(item))
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([name]) => isNames || !NOT_JUDGED.includes(name))
  return Object.fromEntries(kept.map(([name, inner]) => [name, judged(inner, name === 'properties' || name === 'definitions')]))
}

function referredTo(schema: Json, definitions: Schema, found = new Set<string>()): Set<string> {
  for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/definitions\/([^"]+)"/g)) {
    const definition = definitions[name]
    if (definition === undefined || found.has(name)) continue
    found.add(name)
    referredTo(definition, definitions, found)
  }
  return found
}

function pick(from: Schema, names: Iterable<string>): Schema {
  return Object.fromEntries([...names].sort().flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))
}

function record(value: Json | undefined): Schema {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error(`${SOURCE} is not the schema it was.`)
  return value
}

const { $schema, definitions, properties } = record(judged(JSON.parse(readFileSync(SOURCE, 'utf8'))))
const used = pick(
  record(properties),
  Object.keys(createConfiguration({ variant: 'release', platform: 'linux', electronDist: '', electronVersion: '' })),
)
const reduced = {
  ...($schema === undefined ? {} : { $schema }),
  type: 'object',
  additionalProperties: false,
  definitions: pick(record(definitions), referredTo(used, record(definitions))),
  properties: used,
}
writeFileSync(TARGET, `${JSON.stringify(reduced, null, 2)}\n`)
