const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const CHECK_LENGTH = 6

/** CRC-32 of ISO 3309 (as in zip and PNG) over ASCII. */
export function crc32(text: string): number {
  let crc = 0xffffffff
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index)
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ 0xffffffff) >>> 0
}

/** The six characters of base 62 that GitHub and npm put behind the random part of a token: its CRC-32. */
export function checkCharacters(random: string): string {
  let rest = crc32(random)
  let text = ''
  while (text.length < CHECK_LENGTH) {
    text = BASE62.charAt(rest % 62) + text
    rest = Math.floor(rest / 62)
  }
  return text
}

/** Whether a token `prefix_` + random + check is one that GitHub or npm could have issued (see GitHub's "Behind GitHub's new authentication token formats", 2021). */
export function hasTokenChecksum(token: string): boolean {
  const body = token.slice(token.lastIndexOf('_') + 1)
  return checkCharacters(body.slice(0, -CHECK_LENGTH)) === body.slice(-CHECK_LENGTH)
}

/** The same token with the check that belongs to it. */
export function withTokenChecksum(token: string): string {
  const at = token.lastIndexOf('_') + 1
  const random = token.slice(at, -CHECK_LENGTH)
  return token.slice(0, at) + random + checkCharacters(random)
}
