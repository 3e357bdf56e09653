import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  /** Which picture waits under a name, without reading what is kept beside it; null when none does. */
  markOf(name: string): PictureMark | null
  /** Makes the waiting picture the baseline. Throws NOT_FOUND when none waits, and CONFLICT when another one does than the decider saw. */
  approve(name: string, by: Decider): void
  /** Drops the waiting picture; the baseline stays. Throws as `approve` does. */
  reject(name: string, by: Decider): void
  /** The last decision on each name that can still be taken back, by name. */
  undoable(): BaselineDecision[]
  /** Takes the last decision back: the picture waits again. Throws NOT_FOUND when it cannot be, and CONFLICT when the baseline was changed since. */
  undo(name: string, by: Pick<Decider, 'author' | 'at'>): void
  /** From here on nothing decided so far can be taken back. */
  settle(): void
  /** Every decision on a name, oldest first. */
  history(name: string): BaselineDecision[]
}

export interface Decider {
  readonly author: string
  readonly note: string
  /** Milliseconds since the epoch. */
  readonly at: number
  /** SHA-256 of the picture that was looked at; absent where whatever waits is decided on. */
  readonly picture?: string
}

export interface PictureMark {
  /** SHA-256 of the file. */
  readonly picture: string
  /** When it was put there, milliseconds since the epoch. */
  readonly at: number
}

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

/**
 * Baselines as files, to be kept under version control: `NAME.png`, `NAME.json` and `history.jsonl` in `folder`; what waits for a decision is in
 * `waitingFolder`, and there in `decided` what the last decision on each name would be taken back with. A file is written whole under another name first.
 */
export function openBaselineStore(folder: string, waitingFolder: string): BaselineStore {
  const historyFile = join(folder, 'history.jsonl')

  const decidedFolder = join(waitingFolder, 'decided')
  const earlierFolder = join(decidedFolder, 'earlier')
  const decisionFile = (name: string): string => join(decidedFolder, `${checked(name)}.decision`)

  const record = (entry: BaselineDecision): void => {
    mkdirSync(folder, { recursive: true })
    appendFileSync(historyFile, `${JSON.stringify(BaselineDecisionSchema.parse(entry))}\n`)
  }
  const decide = (name: string, decision: BaselineDecision['decision'], { author, note, at, picture: seen }: Decider): Captured => {
    const waiting = readFrom(waitingFolder, name)
    if (waiting === null) throw new TidegateError('NOT_FOUND', `No picture of “${name}” waits for a decision. Take it first.`)
    const picture = sha256(waiting.png)
    if (seen !== undefined && seen !== picture) {
      throw new TidegateError('CONFLICT', `Another picture of “${name}” was taken meanwhile. Nothing was decided: look at the new one.`)
    }
    const entry = BaselineDecisionSchema.parse({ name, at, decision, author, note, picture })
    setAside(name, waiting, entry)
    record(entry)
    return waiting
  }
  const setAside = (name: string, waiting: Captured, entry: BaselineDecision): void => {
    forget(name)
    const baseline = readFrom(folder, name)
    if (baseline !== null) writeTo(earlierFolder, name, baseline)
    writeTo(decidedFolder, name, waiting)
    // Last: it is what makes the decision one that can be taken back.
    writeWhole(decisionFile(name), `${JSON.stringify(entry)}\n`)
  }
  const forget = (name: string): void => {
    rmSync(decisionFile(name), { force: true })
    for (const place of [decidedFolder, earlierFolder]) removeFrom(place, name)
  }
  const undoable = (name: string): BaselineDecision | null => {
    const file = decisionFile(name)
    return existsSync(file) ? BaselineDecisionSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
  }

  return {
    list: () => namesIn(folder),
    read: (name) => readFrom(folder, name),
    propose(name, captured) {
      writeTo(waitingFolder, name, captured)
      forget(name)
    },
    waiting: () => namesIn(waitingFolder),
    readWaiting: (name) => readFrom(waitingFolder, name),
    markOf(name) {
      const png = join(waitingFolder, `${checked(name)}.png`)
      if (!existsSync(png)) return null
      return { picture: sha256(readFileSync(png)), at: statSync(png).mtimeMs }
    },
    approve(name, by) {
      writeTo(folder, name, decide(name, 'approved', by))
      removeFrom(waitingFolder, name)
    },
    reject(name, by) {
      decide(name, 'rejected', by)
      removeFrom(waitingFolder, name)
    },
    undoable: () => namesIn(decidedFolder).flatMap((name) => undoable(name) ?? []),
    undo(name, { author, at }) {
      const entry = undoable(name)
      const picture = readFrom(decidedFolder, name)
      if (entry === null || picture === null) {
        throw new TidegateError('NOT_FOUND', `The decision on “${name}” cannot be taken back any more. Take the picture again.`)
      }
      const current = readFrom(folder, name)
      if (entry.decision === 'approved' && (current === null || sha256(current.png) !== entry.picture)) {
        throw new TidegateError('CONFLICT', `The approved picture of “${name}” was changed since, and stays. Take the picture again.`)
      }
      record({ ...entry, at, decision: 'undone', author, note: '' })
      if (entry.decision === 'approved') {
        const earlier = readFrom(earlierFolder, name)
        if (earlier === null) removeFrom(folder, name)
        else writeTo(folder, name, earlier)
      }
      writeTo(waitingFolder, name, picture)
      forget(name)
    },
    settle: () => rmSync(decidedFolder, { recursive: true, force: true }),
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

/** The picture first: it is what makes the pair count as there. */
function removeFrom(folder: string, name: string): void {
  for (const end of ['png', 'json']) rmSync(join(folder, `${checked(name)}.${end}`), { force: true })
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
