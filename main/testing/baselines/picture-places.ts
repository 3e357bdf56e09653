import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { SESSION_HOSTS, type SessionHost } from '../session/types.ts'
import { type BaselineStore, openBaselineStore } from './baseline-store.ts'

/** Pictures of the scenarios of one folder on one host. */
export interface PicturePlace {
  /** Names the place and tells nothing of its path. */
  readonly id: string
  /** Of the scenarios. */
  readonly folder: string
  readonly host: SessionHost
  readonly store: BaselineStore
}

const WAITING = 'test-waiting'
const FOLDER_FILE = 'folder.txt'

/** Approved pictures lie beside their scenarios, by host; those that wait in the data folder of whoever ran them, where the first one notes whose they are. */
export function picturePlace(dataDir: string, scenarios: string, host: SessionHost): PicturePlace {
  const folder = resolve(scenarios)
  const hash = hashOf(folder)
  const waiting = join(dataDir, WAITING, hash)
  const store = openBaselineStore(join(folder, 'baselines', host), join(waiting, host))
  return {
    id: `${hash}-${host}`,
    folder,
    host,
    store: {
      ...store,
      propose(name, captured) {
        mkdirSync(waiting, { recursive: true })
        writeFileSync(join(waiting, FOLDER_FILE), folder)
        store.propose(name, captured)
      },
    },
  }
}

/** Every place of which pictures wait or were decided on, and whose scenarios are still there. */
export function picturePlaces(dataDir: string): PicturePlace[] {
  const waiting = join(dataDir, WAITING)
  if (!existsSync(waiting)) return []
  return readdirSync(waiting)
    .sort()
    .flatMap((hash) => {
      const file = join(waiting, hash, FOLDER_FILE)
      const folder = existsSync(file) ? readFileSync(file, 'utf8') : join(resolve(dataDir), 'scenarios')
      if (hashOf(folder) !== hash || !existsSync(folder)) return []
      return SESSION_HOSTS.map((host) => picturePlace(dataDir, folder, host))
    })
}

function hashOf(folder: string): string {
  return createHash('sha256').update(folder).digest('hex').slice(0, 12)
}
