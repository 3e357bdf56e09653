import { rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** In the folder of a run: the name of the process that carries it out, while it does. */
const FILE = 'owner'

/** Says in the folder of a run who carries it out, until it is disposed of. A process that dies leaves its name behind, and a dead name counts for nothing. */
export function claimRun(folder: string, owner: string): Disposable {
  writeFileSync(join(folder, FILE), owner)
  return { [Symbol.dispose]: () => rmSync(join(folder, FILE), { force: true }) }
}

/** Whether somebody is at work on the run in this folder. `isAlive` knows processes by their name. */
export async function isRunUnderWay(folder: string, isAlive: (owner: string) => boolean): Promise<boolean> {
  // Runs of earlier releases, and those that no command is at work on, have no such file.
  const owner = await readFile(join(folder, FILE), 'utf8').catch(() => null)
  return owner !== null && isAlive(owner)
}
