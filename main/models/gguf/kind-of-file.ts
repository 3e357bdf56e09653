/** How many bytes of a file {@link kindOfFile} looks at. */
export const LOOKED_AT = 512

const STARTS: readonly (readonly [string, string])[] = [
  ['version https://git-lfs', 'a pointer of Git LFS that stands for a file, and not the file'],
  ['<!doctype html', 'a web page, saved in place of what it offers'],
  ['<html', 'a web page, saved in place of what it offers'],
  ['pk\x03\x04', 'an archive (ZIP, or weights of PyTorch)'],
  ['%pdf-', 'a PDF'],
  ['\x1f\x8b', 'a compressed file (gzip)'],
  ['ggml', 'a model in GGML, which came before GGUF'],
  ['ggjt', 'a model in GGJT, which came before GGUF'],
]

/** What a file is that is no GGUF, in words, as far as its first bytes tell. */
export function kindOfFile(head: Uint8Array): string {
  if (head.length === 0) return 'an empty file'
  const start = Buffer.from(head.subarray(0, 32)).toString('latin1').toLowerCase()
  // Those who wrote GGML files wrote the letters as a number, which turns them round.
  const turned = [...start.slice(0, 4)].reverse().join('')
  const known = STARTS.find(([sign]) => start.trimStart().startsWith(sign) || turned === sign)
  if (known !== undefined) return known[1]
  // A length of 8 bytes and then JSON.
  if (head.length > 9 && head[8] === 0x7b && head[7] === 0) return 'a model in the format safetensors'
  return isText(head) ? 'a text' : 'a file of another kind'
}

function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false
  // The last character may be cut.
  return !new TextDecoder().decode(head).slice(0, -1).includes('\ufffd')
}
