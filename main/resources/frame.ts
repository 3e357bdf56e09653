import { type MachineReading, type MachineRoots, readMachine } from './machine-reading.ts'

/** One cheap look: the machine, and what this process has used of it so far (µs) and holds (bytes). */
export interface Frame {
  readonly machine: MachineReading
  readonly ownCpuUs: number
  readonly rssBytes: number
}

export function readFrame(at: number, roots: MachineRoots | null): Frame {
  const { user, system } = process.cpuUsage()
  return { machine: readMachine(at, roots), ownCpuUs: user + system, rssBytes: process.memoryUsage.rss() }
}
