type Env = Readonly<Record<string, string | undefined>>

/** Keys of the person's own providers, vault and team. An app under test has keys of its own, and would prefer these. */
const KEYS = /^TIDEGATE_KEY_/i

/** The environment of an app under test: that of whoever runs the tests, without their keys. */
export function withoutKeys(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !KEYS.test(name)))
}
