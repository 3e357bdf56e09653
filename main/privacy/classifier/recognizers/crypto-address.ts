import { createHash } from 'node:crypto'

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** Base58Check (Bitcoin's addresses and exported keys): the last four bytes are the start of a double SHA-256 of the rest. */
export function base58Check(value: string): boolean {
  let number = 0n
  for (const letter of value) {
    const rank = BASE58.indexOf(letter)
    if (rank < 0) return false
    number = number * 58n + BigInt(rank)
  }
  const hex = number.toString(16)
  const zeros = /^1*/.exec(value)?.[0].length ?? 0
  const bytes = Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')])
  if (bytes.length < 5) return false
  const sha = (data: Buffer): Buffer => createHash('sha256').update(data).digest()
  return sha(sha(bytes.subarray(0, -4)))
    .subarray(0, 4)
    .equals(bytes.subarray(-4))
}

/** Bech32 and Bech32m (BIP 173, BIP 350): the checksum's remainder is 1 or 0x2bc830a3. */
export function bech32(value: string): boolean {
  const plain = value.toLowerCase()
  if (plain !== value && value.toUpperCase() !== value) return false
  const split = plain.lastIndexOf('1')
  if (split < 1 || plain.length - split < 7) return false
  const prefix = [...plain.slice(0, split)].map((letter) => letter.charCodeAt(0))
  const data = [...plain.slice(split + 1)].map((letter) => BECH32.indexOf(letter))
  if (data.includes(-1)) return false
  let rest = 1
  for (const five of [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]) {
    const top = rest >>> 25
    rest = ((rest & 0x1ffffff) << 5) ^ five
    for (const [bit, generator] of GENERATORS.entries()) if ((top >>> bit) & 1) rest ^= generator
  }
  return rest === 1 || rest === 0x2bc830a3
}
