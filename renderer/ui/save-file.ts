/** Offers a text to the person as a file. Where it goes is up to them and their browser. */
export function saveFile(name: string, parts: readonly string[], mediaType: string): void {
  offer(name, new Blob([...parts], { type: mediaType }))
}

/** The same with bytes, given in base64. */
export function saveBytes(name: string, base64: string, mediaType: string): void {
  offer(name, new Blob([Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0))], { type: mediaType }))
}

function offer(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download holds its own copy once it has begun.
  setTimeout(() => URL.revokeObjectURL(url))
}
