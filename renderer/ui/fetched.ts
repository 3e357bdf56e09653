import { type ComponentType, type LazyExoticComponent, lazy } from 'react'

/** A component whose code is fetched when it is first drawn, or before that. */
export interface Fetched<P> {
  readonly Component: LazyExoticComponent<ComponentType<P>>
  /** Fetches the code before it is wanted; rejects where that fails, and whoever draws it then asks again. */
  ahead(): Promise<unknown>
}

/**
 * What has been fetched by the time at which it is drawn is drawn at once. `lazy` alone would wait for a promise even then, and React leaves
 * what is shown in the meantime in its place for 300 ms.
 */
export function fetched<P>(load: () => Promise<ComponentType<P>>): Fetched<P> {
  let found: { readonly default: ComponentType<P> } | null = null
  const ask = async (): Promise<{ readonly default: ComponentType<P> }> => {
    found ??= { default: await load() }
    return found
  }
  return { Component: lazy(() => (found === null ? ask() : atOnce(found))), ahead: ask }
}

/** A promise that does not put off what it says. */
function atOnce<T>(value: T): Promise<T> {
  // biome-ignore lint/suspicious/noThenProperty: it is a promise, and only more prompt
  return Object.assign(Promise.resolve(value), { then: (done: (value: T) => unknown) => Promise.resolve(done(value)) })
}
