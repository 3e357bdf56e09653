/**
 * Structured values as text, for the way between Node and a page. Carries what structured clone carries, as far as apps send it:
 * JSON, undefined, bigint, Date, Map, Set, Error, typed arrays and buffers; anything else is refused by name, as a clone would.
 * Self-contained, as its source text is also run in pages. Returns {encode, decode}.
 */
export function createValueText() {
  type Tagged = { t: string; v: unknown }
  const binary = (bytes: Uint8Array): string => {
    let text = ''
    for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
    return btoa(text)
  }
  const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))

  function pack(value: unknown): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number')
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { t: 'number', v: Object.is(value, -0) ? '-0' : String(value) }
    if (value === undefined) return { t: 'undefined', v: 0 }
    if (typeof value === 'bigint') return { t: 'bigint', v: String(value) }
    if (typeof value !== 'object') throw new TypeError(`A ${typeof value} could not be cloned.`)
    if (Array.isArray(value)) return value.map(pack)
    if (value instanceof Date) return { t: 'date', v: value.getTime() }
    if (value instanceof Map) return { t: 'map', v: [...value].map(([key, item]) => [pack(key), pack(item)]) }
    if (value instanceof Set) return { t: 'set', v: [...value].map(pack) }
    if (value instanceof Error) return { t: 'error', v: { name: value.name, message: value.message } }
    if (value instanceof ArrayBuffer) return { t: 'buffer', v: binary(new Uint8Array(value)) }
    if (ArrayBuffer.isView(value)) return { t: 'bytes', v: binary(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
    const packed = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]))
    // A plain object that looks like one of ours is wrapped once more.
    return 't' in packed && 'v' in packed ? { t: 'object', v: packed } : packed
  }

  function unpack(value: unknown): unknown {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) return value.map(unpack)
    const { t, v } = value as Tagged
    const fields = (of: object): object => Object.fromEntries(Object.entries(of).map(([key, item]) => [key, unpack(item)]))
    if (t === undefined || v === undefined) return fields(value)
    switch (t) {
      case 'undefined':
        return undefined
      case 'number':
        return Number(v)
      case 'bigint':
        return BigInt(String(v))
      case 'date':
        return new Date(Number(v))
      case 'map':
        return new Map((v as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]))
      case 'set':
        return new Set((v as unknown[]).map(unpack))
      case 'error':
        return Object.assign(new Error((v as Error).message), { name: (v as Error).name })
      case 'buffer':
        return bytesOf(String(v)).buffer
      case 'bytes':
        return bytesOf(String(v))
      default:
        return fields(v as object)
    }
  }

  return {
    encode: (value: unknown): string => JSON.stringify(pack(value)),
    decode: (text: string): unknown => unpack(JSON.parse(text)),
  }
}

export type ValueText = ReturnType<typeof createValueText>
