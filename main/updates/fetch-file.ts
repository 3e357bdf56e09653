import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { TidegateError } from '#contracts/errors.ts'
import type { EgressResponse } from '../privacy/egress/types.ts'

/** Progress is told at most so often, ms. */
const TELL_MS = 200

/**
 * Writes what comes to a file, and leaves it there only if it is exactly what was announced. Throws UPDATE_REFUSED for another length or
 * checksum, and what reading throws; the file is gone then.
 */
export async function fetchFile(
  response: Pick<EgressResponse, 'status' | 'body' | 'cancel'>,
  announced: { readonly sha512: string; readonly bytes: number },
  destination: string,
  onProgress: (share: number) => void,
): Promise<void> {
  if (response.status !== 200) {
    await response.cancel()
    throw new TidegateError('UPDATE_REFUSED', `The file of the new version is not there (status ${response.status}). Try again later.`)
  }
  const hash = createHash('sha512')
  let length = 0
  let toldAt = Number.NEGATIVE_INFINITY
  try {
    await using file = await open(destination, 'w', 0o600)
    for await (const bytes of response.body) {
      length += bytes.byteLength
      // What is too long is not read to its end, which it may not have.
      if (length > announced.bytes)
        throw new TidegateError(
          'UPDATE_REFUSED',
          'The file of the new version is larger than announced, so it was thrown away. Try again later.',
        )
      hash.update(bytes)
      await file.writeFile(bytes)
      if (performance.now() - toldAt < TELL_MS) continue
      toldAt = performance.now()
      onProgress(length / announced.bytes)
    }
    if (length < announced.bytes)
      throw new TidegateError('UPDATE_REFUSED', 'The file of the new version broke off, so it was thrown away. Try again later.')
    if (hash.digest('base64') !== announced.sha512)
      throw new TidegateError(
        'UPDATE_REFUSED',
        'The file of the new version is not the one that was announced, so it was thrown away. Try again later.',
      )
    await file.sync()
  } catch (error) {
    await rm(destination, { force: true })
    throw error
  }
}
