/** Offers a text to the person as a file. Where it goes is up to them and their browser. */
export function saveFile(name: string, parts: readonly string[], mediaType: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download holds its own copy once it has begun.
  setTimeout(() => URL.revokeObjectURL(url))
}
