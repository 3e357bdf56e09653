const ASCII = 128

/** Shannon entropy of a text's characters, bits per character. */
export function entropy(text: string): number {
  const counts = new Uint32Array(ASCII)
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= ASCII) return entropyOfCharacters(text)
    counts[code] = (counts[code] ?? 0) + 1
  }
  let bits = 0
  // In the order in which they occur, as below: sums of fractions depend on it.
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const share = (counts[code] ?? 0) / text.length
    if (share > 0) bits -= share * Math.log2(share)
    counts[code] = 0
  }
  return bits
}

/** The same by code points. */
function entropyOfCharacters(text: string): number {
  const counts = new Map<string, number>()
  let length = 0
  for (const letter of text) {
    counts.set(letter, (counts.get(letter) ?? 0) + 1)
    length += 1
  }
  let bits = 0
  for (const count of counts.values()) bits -= (count / length) * Math.log2(count / length)
  return bits
}

/** Number of character classes: lower, upper, digit, other. */
export function classes(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((pattern) => pattern.test(value)).length
}

/** A digest or a UUID has the shape of a key and is none. */
export function isDigest(value: string): boolean {
  return (
    /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i.test(value) ||
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value) ||
    /^sha\d+-/.test(value)
  )
}
