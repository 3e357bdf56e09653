import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Instance {
  readonly argv: readonly string[]
  readonly cwd: string
  readonly data: unknown
}

export interface InstanceClaim {
  release(): void
}

/**
 * One holder per profile: a file with its process id, and a mailbox that later starts put their arguments into before they go. Null
 * when a living process holds it; then it has been told.
 */
export function claimInstance(userData: string, self: Instance, onOther: (other: Instance) => void): InstanceClaim | null {
  const folder = join(userData, 'stand-in-instance')
  const holder = join(folder, 'holder')
  const mailbox = join(folder, 'mailbox')
  try {
    mkdirSync(mailbox, { recursive: true })
  } catch {
    // A profile that cannot be written holds no lock, as with Electron.
    return { release() {} }
  }
  try {
    writeFileSync(holder, String(process.pid), { flag: 'wx' })
  } catch {
    if (isAlive(Number(readFileSync(holder, 'utf8')))) {
      const letter = join(mailbox, `${process.pid}.json`)
      writeFileSync(`${letter}.part`, JSON.stringify(self))
      renameSync(`${letter}.part`, letter)
      return null
    }
    writeFileSync(holder, String(process.pid))
  }
  const collect = (): void => {
    for (const name of readdirSync(mailbox).filter((file) => file.endsWith('.json'))) {
      const other = JSON.parse(readFileSync(join(mailbox, name), 'utf8')) as Instance
      rmSync(join(mailbox, name))
      onOther(other)
    }
  }
  for (const name of readdirSync(mailbox)) rmSync(join(mailbox, name), { force: true })
  const watcher = watch(mailbox, () => collect())
  watcher.on('error', () => {})
  return {
    release() {
      watcher.close()
      rmSync(holder, { force: true })
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
