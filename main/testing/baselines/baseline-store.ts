import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TidegateError } from '#contracts/errors.ts'
import { type BaselineDecision, BaselineDecisionSchema, type BaselineRecord, BaselineRecordSchema } from '#contracts/visual-diff.ts'

/** A picture of a screen with what is kept beside it. */
export interface Captured extends BaselineRecord {
  readonly png: Uint8Array
}

export interface BaselineStore {
  /** Names of all baselines, in order. */
  list(): string[]
  /** Null when there is none by that name. Throws BAD_INPUT when it cannot be read. */
  read(name: string): Captured | null
  /** Puts a picture before a person, in the place of an earlier one that waits. The baseline stays as it is. */
  propose(name: string, captured: Captured): void
  /** Names of the pictures that wait for a decision, in order. */
  waiting(): string[]
  readWaiting(name: string): Captured | null
  /** Makes the waiting picture the baseline. Throws NOT_FOUND when none waits. */
  approve(name: string, by: Decider): void
  /** Drops the waiting picture; the baseline stays. Throws NOT_FOUND when none waits. */
  reject(name: string, by: Decider): void
  /** Every decision on a name, oldest first. */
  history(name: string): BaselineDecision[]
}

export interface Decider {
  readonly author: string
  readonly note: string
  /** Milliseconds since the epoch. */
  readonly at: number
}

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/**
 * Baselines as files, to be kept under version control: `NAME.png`, `NAME.json` and `history.jsonl` in `folder`; what waits for a decision is in
 * `waitingFolder`. A file is written whole under another name first.
 */
export function openBaselineStore(folder: string, waitingFolder: string): BaselineStore {
  const historyFile = join(folder, 'history.jsonl')

  const decide = (name: string, decision: BaselineDecision['decision'], { author, note, at }: Decider): Captured => {
    const waiting = readFrom(waitingFolder, name)
    if (waiting === null) throw new TidegateError('NOT_FOUND', `No picture of “${name}” waits for a decision. Take it first.`)
    const entry = BaselineDecisionSchema.parse({ name, at, decision, author, note, picture: sha256(waiting.png) })
    mkdirSync(folder, { recursive: true })
    appendFileSync(historyFile, `${JSON.stringify(entry)}\n`)
    return waiting
  }
  const drop = (name: string): void => {
    for (const end of ['png', 'json']) rmSync(join(waitingFolder, `${name}.${end}`), { force: true })
  }

  return {
    list: () => namesIn(folder),
    read: (name) => readFrom(folder, name),
    propose: (name, captured) => writeTo(waitingFolder, name, captured),
    waiting: () => namesIn(waitingFolder),
    readWaiting: (name) => readFrom(waitingFolder, name),
    approve(name, by) {
      writeTo(folder, name, decide(name, 'approved', by))
      drop(name)
    },
    reject(name, by) {
      decide(name, 'rejected', by)
      drop(name)
    },
    history: (name) => readHistory(historyFile).filter((entry) => entry.name === name),
  }
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .map((file) => file.slice(0, -4))
    .sort()
}

function readFrom(folder: string, name: string): Captured | null {
  const png = join(folder, `${checked(name)}.png`)
  if (!existsSync(png)) return null
  try {
    const record = BaselineRecordSchema.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')))
    return { ...record, png: readFileSync(png) }
  } catch (error) {
    throw new TidegateError('BAD_INPUT', `The record beside ${png} is missing or damaged. Take the picture again and approve it.`, {
      cause: error,
    })
  }
}

function writeTo(folder: string, name: string, { png, fingerprint, elements, masks }: Captured): void {
  mkdirSync(folder, { recursive: true })
  const record = BaselineRecordSchema.parse({ fingerprint, elements, masks })
  // The picture last: it is what makes the pair count as there.
  writeWhole(join(folder, `${checked(name)}.json`), `${JSON.stringify(record)}\n`)
  writeWhole(join(folder, `${name}.png`), png)
}

function writeWhole(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.part`, content)
  renameSync(`${file}.part`, file)
}

/** Names become file names. */
function checked(name: string): string {
  if (!NAME.test(name)) throw new TidegateError('BAD_INPUT', `“${name}” is no name of a picture: use small letters, digits and hyphens.`)
  return name
}

function readHistory(file: string): BaselineDecision[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => BaselineDecisionSchema.parse(JSON.parse(line)))
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
