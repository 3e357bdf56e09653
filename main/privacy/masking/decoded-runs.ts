const BASE64_RUN = /[A-Za-z0-9+/_-]{8,}/g
const HEX_RUN = /[0-9a-fA-F]{8,}|[0-9a-fA-F]{2}(?:[ :,]|\\x|, ?0x)[0-9a-fA-F]{2}(?:(?:[ :,]|\\x|, ?0x)[0-9a-fA-F]{2}){2,}/g
/** Base64 as mail and key files wrap it. */
const LINE_BREAK_IN_RUN = /(?<=[A-Za-z0-9+/]{40})(?:\\r)?(?:\r?\n|\\n)(?=[A-Za-z0-9+/]{2})/g
/** Four characters and more in a row that are neither control characters nor the mark of broken UTF-8. */
const LEGIBLE = /[^\p{Cc}\ufffd]{4,}/gu

/**
 * What base64 and hex runs hold, joined. A value may begin anywhere in what was encoded, and a run anywhere in other text, so every
 * offset is tried. `known` holds the runs that were decoded before. `wide` reads all of it as UTF-16 too.
 */
export function decodedRuns(text: string, known: Set<string>, wide: boolean): string {
  const decoded: string[] = []
  const add = (run: string, encoding: 'base64' | 'hex', offsets: number): void => {
    for (let offset = 0; offset < offsets; offset += 1) {
      const bytes = Buffer.from(offset === 0 ? run : run.slice(offset), encoding)
      // Most runs are ordinary words, and nearly all of what they decode to is no text.
      for (const plain of [bytes.toString('utf8'), ...wideTexts(bytes, wide)]) decoded.push(...(plain.match(LEGIBLE) ?? []))
    }
  }
  for (const run of text.replace(LINE_BREAK_IN_RUN, '').match(BASE64_RUN) ?? []) {
    if (known.has(run)) continue
    known.add(run)
    add(run, 'base64', 4)
  }
  for (const run of text.match(HEX_RUN) ?? []) add(run.replace(/\\x|0x|[ :,]/g, ''), 'hex', 2)
  return decoded.join('\n')
}

/** Bytes as UTF-8, or as UTF-16 where every second byte is nought or the upper half of a letter of one script. */
export function textOfBytes(bytes: Buffer): string {
  const [even, odd] = [upperHalf(bytes, 0), upperHalf(bytes, 1)]
  // From 9 on the byte is a tab, a line break or a space just as well.
  if (odd !== null && odd < 9 && odd !== even) return bytes.toString('utf16le')
  return even !== null && even < 9 && even !== odd ? swapped(bytes, 0).toString('utf16le') : bytes.toString('utf8')
}

/** Bytes read as UTF-16 in the byte orders that are likely, or in both with `anyway`. */
function wideTexts(bytes: Buffer, anyway: boolean): string[] {
  const texts: string[] = []
  // The first unit may be cut in two, and then the halves change places.
  if (anyway || upperHalf(bytes, 1) !== null) texts.push(bytes.toString('utf16le'), swapped(bytes, 1).toString('utf16le'))
  if (anyway || upperHalf(bytes, 0) !== null) texts.push(swapped(bytes, 0).toString('utf16le'), bytes.subarray(1).toString('utf16le'))
  return texts
}

/** The byte that makes up most of every second one, if letters of one script have it as their upper half: 0 for Latin, 4 for Cyrillic … */
function upperHalf(bytes: Buffer, from: number): number | null {
  if (bytes.length < 4) return null
  // The majority vote of Boyer and Moore, then a count of the winner.
  let winner = -1
  let lead = 0
  for (let at = from; at < bytes.length; at += 2) {
    const byte = bytes[at] ?? 0
    if (lead === 0) winner = byte
    lead += byte === winner ? 1 : -1
  }
  let same = 0
  for (let at = from; at < bytes.length; at += 2) if (bytes[at] === winner) same += 1
  return winner <= 0x30 && same * 2 > (bytes.length - from + 1) >> 1 ? winner : null
}

/** From `from` on, with the two bytes of every pair exchanged. */
function swapped(bytes: Buffer, from: number): Buffer {
  const rest = Buffer.from(bytes.subarray(from, bytes.length - ((bytes.length - from) % 2)))
  return rest.swap16()
}
