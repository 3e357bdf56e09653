import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import { extractText, readSourceFile, type SourceFile } from '../sources/index.ts'

/** A file as it lies on disk. Errors name the path: a command line may hold several. Throws FILE_NOT_FOUND, FILE_IS_DIRECTORY … */
export async function readFileAt(path: string): Promise<SourceFile> {
  return naming(path, () => readSourceFile(path))
}

/** A file as a source: its bytes under its own name. */
export async function readSourceAt(path: string): Promise<SourceFile> {
  return { ...(await readFileAt(path)), name: basename(path) }
}

/** What a file is used for; an error names it, as a command line may hold several. */
export async function naming<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof TidegateError) throw new TidegateError(error.code, `${path}: ${error.message}`, { cause: error })
    throw error
  }
}

/**
 * The text of a file, or of standard input for `-`. UTF-8 text is taken as it is, so that offsets count from its first code unit;
 * other formats (PDF, DOCX, UTF-16 …) are extracted. Throws FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_TOO_LARGE, FILE_IS_BINARY …
 */
export async function readText(path: string): Promise<string> {
  const bytes = path === '-' ? await readStdin() : (await readFileAt(path)).bytes
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    if (!text.includes('\0') && !text.startsWith('%PDF-')) return text
  } catch {
    // Not UTF-8: the extractor knows other encodings and formats.
  }
  return (await naming(path, () => extractText({ name: path, mediaType: '', bytes }))).text
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/**
 * Lines of a file or of standard input, without their ends (`\n` or `\r\n`) and without a byte order mark. Only these end a line: a JSON
 * string may hold U+2028. Memory is bounded by the longest line. Throws FILE_NOT_FOUND, FILE_IS_DIRECTORY, FILE_UNREADABLE.
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  const input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 1 << 18 })
  const decoder = new TextDecoder('utf-8')
  // Pieces of a line that is not complete yet: joined once, so that a line of many chunks costs no more than its length.
  let pending: string[] = []
  try {
    for await (const chunk of input) {
      const text = decoder.decode(chunk, { stream: true })
      let from = 0
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
        pending.push(text.slice(from, end))
        yield withoutReturn(pending.join(''))
        pending = []
        from = end + 1
      }
      pending.push(text.slice(from))
    }
  } catch (error) {
    throw fileError(error, path)
  }
  pending.push(decoder.decode())
  const last = pending.join('')
  if (last !== '') yield withoutReturn(last)
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

/** One line of JSON, with the number of the line in the error. */
export function parseJsonLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new TidegateError('BAD_INPUT', `Line ${number} is not JSON. Each line must be one JSON object.`, { cause: error })
  }
}

/** A whole JSON file. Throws BAD_INPUT naming the file. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TidegateError('BAD_INPUT', `${path} is not JSON. Correct it and try again.`, { cause: error })
  }
}

function fileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  if (error.code === 'ENOENT') return new TidegateError('FILE_NOT_FOUND', `There is no file ${path}. Check the path.`)
  if (error.code === 'EISDIR') return new TidegateError('FILE_IS_DIRECTORY', `${path} is a folder. Name a file.`)
  return new TidegateError('FILE_UNREADABLE', `${path} cannot be read. Check its permissions.`, { cause: error })
}
