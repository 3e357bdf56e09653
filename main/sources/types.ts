import type { Label } from '#contracts/privacy.ts'
import type { Disposable } from '../platform.ts'
import type { TextPart } from './passages/index.ts'

/** Text taken out of a file. `mediaType` is what it turned out to be, whatever its name said. */
export interface ExtractedText {
  readonly text: string
  readonly mediaType: string
  /** Pages of a PDF, body and attachments of a mail; absent where the text has no such parts. */
  readonly parts?: readonly TextPart[]
  /** What was left out or chosen, for a person. */
  readonly note?: string
}

/** Runs the dear pure work (scanning, extraction) off the main thread when it is long enough to matter. */
export interface TextWorkers extends Disposable {
  /**
   * With `handOver` the memory of long `bytes` goes to the worker instead of a copy: they must not be a part of something else, and are empty
   * afterwards. Throws FILE_IS_BINARY, SOURCE_NOT_EXTRACTABLE, FILE_TOO_LARGE or CANCELLED.
   */
  extract(input: { name: string; mediaType: string; bytes: Uint8Array; handOver?: boolean }, signal: AbortSignal): Promise<ExtractedText>
  scan(text: string, signal?: AbortSignal): Promise<import('#contracts/privacy.ts').ScanResult>
  /** The label of a text that is read as one, and that of what stands in it alone. Throws as `scan` does. */
  labels(text: string): Promise<{ readonly whole: Label; readonly spans: Label }>
}
