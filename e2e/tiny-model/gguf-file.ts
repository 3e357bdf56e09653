/** A value of a GGUF header. Whole numbers are written as u32, others as f32. */
export type HeaderValue = string | number | boolean | readonly string[] | { readonly i32: readonly number[] }

export interface Tensor {
  readonly name: string
  /** Fastest-varying dimension first, as GGUF has it. */
  readonly shape: readonly number[]
  readonly type: 'f32' | 'f16'
  readonly values: Float32Array
}

const ALIGNMENT = 32
const KIND = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const
const TENSOR_TYPE = { f32: 0, f16: 1 } as const

/** A GGUF file, version 3, little-endian (the format's specification is `docs/gguf.md` of ggml). */
export function ggufFile(header: Readonly<Record<string, HeaderValue>>, tensors: readonly Tensor[]): Buffer {
  const entries = Object.entries(header)
  const parts = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(entries.length)]
  for (const [key, value] of entries) parts.push(text(key), headerValue(value))
  let offset = 0
  const data: Buffer[] = []
  for (const { name, shape, type, values } of tensors) {
    const bytes =
      type === 'f32'
        ? Buffer.from(Float32Array.from(values).buffer)
        : Buffer.from(Uint16Array.from(new Uint32Array(values.buffer, values.byteOffset, values.length), toHalf).buffer)
    parts.push(text(name), u32(shape.length), ...shape.map(u64), u32(TENSOR_TYPE[type]), u64(offset))
    data.push(bytes, padding(bytes.length))
    offset += bytes.length + padding(bytes.length).length
  }
  const head = Buffer.concat(parts)
  return Buffer.concat([head, padding(head.length), ...data])
}

function headerValue(value: HeaderValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([u32(KIND.string), text(value)])
  if (typeof value === 'boolean') return Buffer.concat([u32(KIND.bool), Buffer.from([value ? 1 : 0])])
  if (typeof value === 'number') {
    if (Number.isInteger(value)) return Buffer.concat([u32(KIND.u32), u32(value)])
    return Buffer.concat([u32(KIND.f32), Buffer.from(Float32Array.of(value).buffer)])
  }
  if ('i32' in value)
    return Buffer.concat([u32(KIND.array), u32(KIND.i32), u64(value.i32.length), Buffer.from(Int32Array.from(value.i32).buffer)])
  return Buffer.concat([u32(KIND.array), u32(KIND.string), u64(value.length), ...value.map(text)])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  return Buffer.concat([u64(bytes.length), bytes])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function padding(length: number): Buffer {
  return Buffer.alloc((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT)
}

/** IEEE 754 half precision, cut towards zero; what is too small becomes zero, what is too large the largest. */
function toHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const exponent = ((bits >>> 23) & 0xff) - 112
  if (exponent <= 0) return sign
  return exponent > 30 ? sign | 0x7bff : sign | (exponent << 10) | ((bits >>> 13) & 0x3ff)
}
