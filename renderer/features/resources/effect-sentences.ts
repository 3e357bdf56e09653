import type { ResourceLimits, ResourceSnapshot } from '#contracts/resources.ts'
import type { ProviderStates } from '#contracts/routing.ts'
import { t } from '../../i18n/t.ts'
import { formatMb, formatUsd } from '../../ui/format.ts'

/** A sentence on what a resource does to routing now. */
export interface Effect {
  readonly tone: 'good' | 'warn' | 'info'
  readonly text: string
}

/** What the machine and the providers mean for routing at this moment, most important first. */
export function effectSentences(
  machine: ResourceSnapshot,
  { local, hosted }: ProviderStates,
  { cpuStopsPct }: Pick<ResourceLimits, 'cpuStopsPct'>,
): Effect[] {
  const effects: Effect[] = [localEffect(machine, local)]
  const load = Math.round(machine.cpu.loadPct)
  if (local.lightweight) {
    effects.push({
      tone: 'good',
      text: t('The processor is at {load, number} %; the engine is light enough to run at any load and on battery.', { load }),
    })
  } else if (cpuStopsPct > 100) {
    effects.push({
      tone: 'good',
      text: t('The processor is at {load, number} %; as it is set, no load holds the local model back.', { load }),
    })
  } else if (machine.cpu.loadPct >= cpuStopsPct) {
    effects.push({ tone: 'warn', text: t('The processor is saturated ({load, number} %), so the local model is held back.', { load }) })
  } else {
    effects.push({
      tone: 'good',
      text: t('The processor is at {load, number} %; the local model is held back above {limit, number} %.', {
        load,
        limit: cpuStopsPct,
      }),
    })
  }
  if (!local.lightweight && machine.battery.present && !machine.battery.charging && machine.battery.percent !== null) {
    effects.push({
      tone: 'info',
      text: t('On battery at {charge, number} %. When it runs low, local work becomes the second choice.', {
        charge: Math.round(machine.battery.percent),
      }),
    })
  }
  if (!local.lightweight && machine.thermal === 'hot') {
    effects.push({ tone: 'warn', text: t('The machine is hot, so the local model is the second choice until it has cooled down.') })
  }
  effects.push(hostedEffect(hosted))
  return effects
}

function localEffect({ memory, gpu }: ResourceSnapshot, local: ProviderStates['local']): Effect {
  if (!local.healthy) return { tone: 'warn', text: t('The local model does not answer, so local requests wait.') }
  const name = local.model === null || /extractive/i.test(local.model) ? t('The extractive engine') : local.model
  if (local.needsMemoryMb > memory.availableMb) {
    return {
      tone: 'warn',
      text: t('{name} needs {need}, and only {free} are free.', {
        name,
        need: formatMb(local.needsMemoryMb),
        free: formatMb(memory.availableMb),
      }),
    }
  }
  const freeVram = Math.max(0, ...gpu.map((device) => device.vramFreeMb))
  if (local.needsVramMb !== undefined && local.needsVramMb > freeVram) {
    return {
      tone: 'warn',
      text: t('{name} needs {need} of GPU memory, and {free} are free.', {
        name,
        need: formatMb(local.needsVramMb),
        free: formatMb(freeVram),
      }),
    }
  }
  const text =
    local.needsMemoryMb > 0
      ? t('{name} needs {need} and fits in memory.', { name, need: formatMb(local.needsMemoryMb) })
      : t('{name} needs no extra memory and is ready.', { name })
  return { tone: 'good', text }
}

function hostedEffect(hosted: ProviderStates['hosted']): Effect {
  if (!hosted.configured) return { tone: 'info', text: t('No hosted service is set up, so everything runs on this machine.') }
  if (!hosted.online)
    return { tone: 'warn', text: t('The hosted service cannot be reached, so hosted and hybrid requests wait or run locally.') }
  if (hosted.circuit === 'open') return { tone: 'warn', text: t('The hosted service failed repeatedly and is given a pause.') }
  if (hosted.budgetLeftUsd <= 0) return { tone: 'warn', text: t('The hosted budget of the day is used up.') }
  return {
    tone: 'good',
    text: t('The hosted service answers; {amount} of the day’s budget is left.', { amount: formatUsd(hosted.budgetLeftUsd) }),
  }
}
