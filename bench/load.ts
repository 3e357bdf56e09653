import { readFileSync } from 'node:fs'

/** A module of `bench/node_modules`. Its types are not there unless it is installed: what it gives is looked at as it comes. */
export async function loadModule(specifier: string): Promise<unknown> {
  return import(specifier)
}

/** A module of `bench/node_modules`, with the functions that an adapter needs. Throws, naming it, when one is not there. */
export async function loadFunctions<const Names extends readonly string[]>(
  specifier: string,
  names: Names,
): Promise<Readonly<Record<Names[number], (...args: unknown[]) => unknown>>> {
  const loaded = await loadModule(specifier)
  return Object.fromEntries(names.map((name) => [name, functionOf(loaded, name, specifier)])) as Record<
    Names[number],
    (...args: unknown[]) => unknown
  >
}

/** The version that is installed. Its manifest is read as a file: not every package lets itself be asked for it. */
export function versionOf(packageName: string): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL(`node_modules/${packageName}/package.json`, import.meta.url), 'utf8'))
  return String(fieldOf(manifest, 'version'))
}

/** A field of what a library returned; undefined where there is none. */
export function fieldOf(value: unknown, name: string): unknown {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' ? Reflect.get(value, name) : undefined
}

/** Calls a method of what a library gave. Throws, naming the method, where there is none. */
export function call(target: unknown, method: string, ...args: unknown[]): unknown {
  const found = fieldOf(target, method)
  if (typeof found !== 'function') throw new Error(`There is no method ${method}.`)
  return Reflect.apply(found, target, args)
}

/** `new` of a class of a library. Throws, naming it, where there is none. */
export function construct(loaded: unknown, name: string, ...args: unknown[]): unknown {
  const found = fieldOf(loaded, name) ?? fieldOf(fieldOf(loaded, 'default'), name)
  if (typeof found !== 'function') throw new Error(`There is no class ${name}.`)
  return Reflect.construct(found, args)
}

function functionOf(loaded: unknown, name: string, specifier: string): (...args: unknown[]) => unknown {
  // CommonJS comes with its exports under `default`, too.
  const found = fieldOf(loaded, name) ?? fieldOf(fieldOf(loaded, 'default'), name)
  if (typeof found !== 'function') throw new Error(`${specifier} has no function ${name}`)
  return (...args) => Reflect.apply(found, undefined, args)
}
