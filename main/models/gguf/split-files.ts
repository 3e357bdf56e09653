import { existsSync } from 'node:fs'
import { TidegateError } from '#contracts/errors.ts'

/** `name-00002-of-00005.gguf` */
const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i
const MOST_PARTS = 1_000

/** Whether a file is a later part of a split model, which its first part stands for. */
export function isLaterPart(path: string): boolean {
  const match = PART.exec(path)
  return match !== null && Number(match[2]) > 1
}

/** All parts of the model that a file belongs to, the first one first. Throws FILE_NOT_FOUND when one is missing. */
export function splitParts(path: string): string[] {
  const match = PART.exec(path)
  const count = Number(match?.[3] ?? 1)
  if (match === null || count < 1 || count > MOST_PARTS) return [path]
  const parts = Array.from({ length: count }, (_, index) => `${match[1]}-${String(index + 1).padStart(5, '0')}-of-${match[3]}.gguf`)
  const missing = parts.filter((part) => !existsSync(part)).length
  if (missing > 0)
    throw new TidegateError(
      'FILE_NOT_FOUND',
      `The model has ${count} parts and ${missing} of them are missing. Get them into the same folder.`,
    )
  return parts
}
