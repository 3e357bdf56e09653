import { classes, entropy } from '../entropy.ts'
import { isPlaceholder } from '../placeholders.ts'
import { randomness } from './randomness.ts'
import type { SecretMeaning } from './secret-names.ts'

/** How a value is written down. */
export interface Written {
  /** Between quotes: then it is text, and no part of a program. */
  readonly quoted: boolean
  /** In a line of a settings file, where nothing needs quotes. */
  readonly settings: boolean
}

const LONGEST_PASSWORD = 128
const LONGEST_SECRET = 4_000

/** Least mean randomness of a value that only its name makes a secret, by its length: long words give themselves away, short ones do not. */
function leastRandomness(length: number): number {
  return length >= 32 ? 0.1 : length >= 20 ? 0.3 : 0.5
}

/** Whether a value may be the secret that its name speaks of, and no placeholder, reference, label, path or digest. */
export function isSecretValue(value: string, meaning: SecretMeaning, written: Written): boolean {
  if (isPlaceholder(value) || isPictureOrCertificate(value)) return false
  if (isReference(value, written) && !(meaning === 'password' && isScrambled(value))) return false
  if (meaning === 'password') return isPassword(value, written)
  if (value.length > LONGEST_SECRET || /\s/.test(value) || isCounted(value) || namesItself(value)) return false
  // The key of a map can be anything; a long run of letters of both cases and digits opens something.
  if (meaning === 'key')
    return (
      !isEncodedText(value) &&
      value.length >= 24 &&
      /^[\w+/=-]+$/.test(value) &&
      /[a-z]/.test(value) &&
      /[A-Z]/.test(value) &&
      /\d/.test(value) &&
      entropy(value) >= 3.8 &&
      randomness(value) >= 1
    )
  if (meaning === 'service')
    return value.length >= 15 && /\d/.test(value) && entropy(value) >= 3 && randomness(value) >= leastRandomness(value.length)
  return isRandomEnough(value)
}

/** `my-secret-token-1` says what would stand there. */
function namesItself(value: string): boolean {
  return /key|token|secret|pass|cred|auth/i.test(value) && randomness(value) < 0.3
}

function isRandomEnough(value: string): boolean {
  if (value.length < 8 || entropy(value) < 2.6) return false
  if (value.length < 16)
    return classes(value) >= 2 && /[\d\W]/.test(value) && (randomness(value) >= 0.3 || (classes(value) >= 3 && randomness(value) >= -0.5))
  return randomness(value) >= leastRandomness(value.length) || (classes(value) === 4 && entropy(value) >= 3.5)
}

/** Letters in such disorder are no name of anything. */
function isScrambled(value: string): boolean {
  return value.length >= 10 && /^[A-Za-z]+$/.test(value) && /[a-z][A-Z]/.test(value) && randomness(value) >= 1
}

/** What people choose: short, a word with a digit or a sign; letters alone only when somebody put them between quotes. */
function isPassword(value: string, { quoted, settings }: Written): boolean {
  if (value.length < 4 || value.length > LONGEST_PASSWORD || /\s/.test(value) || isCounted(value)) return false
  // A sentence of a language that writes without blanks.
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(value)) return false
  // A score, a time, a share.
  if (/^\d+(?:[/:.,-]\d+)+%?$/.test(value)) return false
  if (/^\d+$/.test(value)) return value.length >= 4 && value.length <= 12 && quoted && !isCounted(value)
  if (!/^\p{L}+$/u.test(value)) return classes(value) >= 2
  // `Password: "Kennwort"` is a label in another language; a capital inside tells a password from a word.
  return (
    (quoted || settings || isScrambled(value)) &&
    value.length >= 6 &&
    (/^\p{Ll}+$/u.test(value) ? quoted && entropy(value) > 2.5 : /\p{Ll}\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u.test(value))
  )
}

/** The characters of an alphabet or a keyboard in a row, or one part over and over: what is typed to fill a place. */
export function isCounted(value: string): boolean {
  const plain = value.toLowerCase()
  if (plain.length < 6) return false
  let steps = 0
  for (let index = 1; index < plain.length; index += 1) {
    const step = plain.charCodeAt(index) - plain.charCodeAt(index - 1)
    if (step === 1 || step === 0 || step === -1) steps += 1
  }
  if (steps / (plain.length - 1) >= 0.6) return true
  for (let period = 1; period <= Math.min(12, plain.length / 3); period += 1) {
    if (plain.slice(period) === plain.slice(0, -period)) return true
  }
  return /qwertz?y?uiop|asdfghjkl|123456789012/.test(plain)
}

/** Base64 of something legible: what it says is judged where it is decoded. */
function isEncodedText(value: string): boolean {
  return value.length % 4 === 0 && /^[\x20-\x7e\s]+$/.test(Buffer.from(value, 'base64').toString('latin1'))
}

function isPictureOrCertificate(value: string): boolean {
  return /^(?:data:|iVBORw0KGgo|\/9j\/4|R0lGOD|PHN2Zy|UklGR|AAABAA|MII[CDEFGHIJ][A-Za-z0-9+/]{2}CC|LS0tLS1CRUdJTiBD|ssh-(?:rsa|ed25519|dss) |ecdsa-sha2-)/.test(
    value,
  )
}

/** A piece of a program, a path or an address stands where a value could stand. */
function isReference(value: string, { quoted, settings }: Written): boolean {
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(value) || /^(?:\.{0,2}|~)\/[\w.@/-]*$/.test(value) || /^[A-Za-z]:\\/.test(value)) return true
  if (/^(?:[\w-]+\/){1,6}[\w.-]+\.\w{1,5}$/.test(value) || /^[A-Za-z]+(?:\/[A-Za-z]+)+$/.test(value)) return true
  // Another flag.
  if (/^--?[A-Za-z][\w-]*$/.test(value)) return true
  if (quoted)
    return /^\$[({A-Za-z_]|\$\{|^%\(|^#\{|\{\{|^@[\w./-]+$|^arn:|^projects\/|^(?:ref\+|vault:|ssm:|secretsmanager:|op:\/\/|env:)/.test(
      value,
    )
  if (/^(?:0x[\da-f]{1,8}|[+-]?\d{1,3}(?:\.\d+)?)[;,)]?$/i.test(value)) return true
  if (!settings && /^[\p{L}_$:./-]+$/u.test(value)) return true
  if (/^[$&*@!%<({[#]/.test(value) || /[({]|=>|->|::|\[\w*\]/.test(value)) return true
  // Names and chains of names: `user.password`, `req.body.token`, `PASSWORD_BCRYPT`, `null`.
  if (/^[\p{L}_$][\p{L}\p{N}_$]*(?:\??\.[\p{L}_$][\p{L}\p{N}_$]*)+[;,)]?$/u.test(value))
    return randomness(value.replaceAll('.', '')) < (settings ? 0 : 0.6)
  return /^[\p{L}_$]+[;,)]?$/u.test(value) && (!settings || value.length < 12 || randomness(value) < 0)
}
