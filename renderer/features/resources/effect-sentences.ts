import type { ResourceSnapshot } from '#contracts/resources.ts'
import type { ProviderStates } from '#contracts/routing.ts'
import { formatMb, formatUsd } from '../../ui/format.ts'

/** A sentence on what a resource does to routing now. */
export interface Effect {
  readonly tone: 'good' | 'warn' | 'info'
  readonly text: string
}

/** Above this load of the whole machine local models are not started. */
const SATURATED_PCT = 90

/** What the machine and the providers mean for routing at this moment, most important first. */
export function effectSentences(machine: ResourceSnapshot, { local, hosted }: ProviderStates): Effect[] {
  const effects: Effect[] = [localEffect(machine, local)]
  const load = Math.round(machine.cpu.loadPct)
  if (local.lightweight) {
    effects.push({ tone: 'good', text: `The processor is at ${load} %; the engine is light enough to run at any load and on battery.` })
  } else if (machine.cpu.loadPct >= SATURATED_PCT) {
    effects.push({ tone: 'warn', text: `The processor is saturated (${load} %), so the local model is held back.` })
  } else {
    effects.push({ tone: 'good', text: `The processor is at ${load} %; the local model is held back above ${SATURATED_PCT} %.` })
  }
  if (!local.lightweight && machine.battery.present && !machine.battery.charging && machine.battery.percent !== null) {
    effects.push({
      tone: 'info',
      text: `On battery at ${Math.round(machine.battery.percent)} %. When it runs low, local work becomes the second choice.`,
    })
  }
  if (!local.lightweight && machine.thermal === 'hot') {
    effects.push({ tone: 'warn', text: 'The machine is hot, so the local model is the second choice until it has cooled down.' })
  }
  effects.push(hostedEffect(hosted))
  return effects
}

function localEffect({ memory, gpu }: ResourceSnapshot, local: ProviderStates['local']): Effect {
  if (!local.healthy) return { tone: 'warn', text: 'The local model does not answer, so local requests wait.' }
  const name = local.model === null || /extractive/i.test(local.model) ? 'The extractive engine' : local.model
  if (local.needsMemoryMb > memory.availableMb) {
    return { tone: 'warn', text: `${name} needs ${formatMb(local.needsMemoryMb)}, and only ${formatMb(memory.availableMb)} are free.` }
  }
  const freeVram = Math.max(0, ...gpu.map((device) => device.vramFreeMb))
  if (local.needsVramMb !== undefined && local.needsVramMb > freeVram) {
    return { tone: 'warn', text: `${name} needs ${formatMb(local.needsVramMb)} of GPU memory, and ${formatMb(freeVram)} are free.` }
  }
  const need = local.needsMemoryMb > 0 ? `needs ${formatMb(local.needsMemoryMb)} and fits in memory` : 'needs no extra memory and is ready'
  return { tone: 'good', text: `${name} ${need}.` }
}

function hostedEffect(hosted: ProviderStates['hosted']): Effect {
  if (!hosted.configured) return { tone: 'info', text: 'No hosted service is set up, so everything runs on this machine.' }
  if (!hosted.online)
    return { tone: 'warn', text: 'The hosted service cannot be reached, so hosted and hybrid requests wait or run locally.' }
  if (hosted.circuit === 'open') return { tone: 'warn', text: 'The hosted service failed repeatedly and is given a pause.' }
  if (hosted.budgetLeftUsd <= 0) return { tone: 'warn', text: 'The hosted budget of the day is used up.' }
  return { tone: 'good', text: `The hosted service answers; ${formatUsd(hosted.budgetLeftUsd)} of the day's budget is left.` }
}
