import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MachineStep } from '../runner/world.ts'

/** Where the app under test reads what its machine seems to have. */
export interface MachineFile {
  /** What its process is told, so that it looks there at all. */
  readonly env: Readonly<Record<string, string>>
  set(machine: MachineStep): Promise<void>
}

/** Until a scenario says otherwise: idle, on mains, with memory for a model. How busy the machine that runs tests is decides no verdict. */
const AT_REST: MachineStep = { cpu: 5, freeMemoryMb: 16_000, batteryPercent: null, charging: false }

/** A later step changes only what it names. */
export function openMachineFile(dataDir: string): MachineFile {
  const file = join(dataDir, 'seeming-machine.json')
  let all = AT_REST
  const write = (): void => {
    writeFileSync(`${file}.part`, JSON.stringify(all))
    renameSync(`${file}.part`, file)
  }
  write()
  return {
    env: { TIDEGATE_UNDER_TEST: '1', TIDEGATE_TEST_MACHINE: file },
    async set(machine) {
      all = { ...all, ...machine }
      write()
    },
  }
}
