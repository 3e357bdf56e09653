/** What tools ask any object for; an honest answer is that it is not there. */
const ASKED_BY_TOOLS: ReadonlySet<string> = new Set([
  'then',
  'toJSON',
  'domain',
  'nodeType',
  'inspect',
  'asymmetricMatch',
  '$$typeof',
  'constructor',
])

/**
 * Makes a property that neither `target` nor its prototypes have throw by name, so that an app can never mistake a gap of the
 * stand-in for behaviour. `target` is a plain object or the prototype of a class.
 */
export function refuseMissing<T extends object>(name: string, target: T): T {
  const above: object = Object.getPrototypeOf(target)
  const end = new Proxy(above, {
    get(object, key, receiver) {
      if (typeof key === 'symbol' || key in object || key.startsWith('_') || ASKED_BY_TOOLS.has(key))
        return Reflect.get(object, key, receiver)
      throw new Error(`The stand-in for Electron has no ${name}.${key}. Add it in e2e/stand-in, or run the spec on a real Electron.`)
    },
  })
  Object.setPrototypeOf(target, end)
  return target
}
