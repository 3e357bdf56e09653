import type { ConfigStore } from '../config/index.ts'

const LONGEST_ID = 40

/** Adds an embedded provider for a file to the settings, or finds the one that is there; puts it first when `prefer` is set. Returns its id. */
export function addProvider(config: ConfigStore, file: string, name: string, prefer: boolean): string {
  const { providers } = config.get()
  const there = providers.find((provider) => provider.kind === 'embedded' && provider.file === file)
  const added = there ?? { id: freeId(name, new Set(providers.map(({ id }) => id))), kind: 'embedded', file, model: name }
  const others = providers.filter((provider) => provider !== there)
  if (there === undefined || prefer) config.set('providers', prefer ? [added, ...others] : [...others, added])
  return added.id
}

/** A name as an id: `Llama 3.2 3B Instruct` becomes `llama-3-2-3b-instruct`. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
  const base = (plain === '' ? 'model' : plain).slice(0, LONGEST_ID - 4).replace(/-+$/, '')
  if (!taken.has(base)) return base
  for (let number = 2; ; number += 1) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`
}
