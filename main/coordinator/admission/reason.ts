import type { Verdict } from './types.ts'

/** Why something waits. Percent of the machine, MiB, seconds. */
export type Cause =
  | { readonly code: 'PROCESSOR_BUSY'; readonly params: { readonly busyPct: number; readonly belowPct: number } }
  | { readonly code: 'PROCESSOR_TAKEN'; readonly params: { readonly takenCores: number; readonly neededCores: number } }
  | { readonly code: 'MEMORY_PRESSED'; readonly params: { readonly pressurePct: number; readonly belowPct: number } }
  | { readonly code: 'MEMORY_SHORT'; readonly params: { readonly availableMb: number; readonly neededMb: number } }
  | { readonly code: 'GPU_MEMORY_SHORT'; readonly params: { readonly availableMb: number; readonly neededMb: number } }
  | { readonly code: 'HOT'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'WARM'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'BATTERY_LOW'; readonly params: { readonly percent: number } }
  | { readonly code: 'MACHINE_UNKNOWN'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'MACHINE_NOT_SEEN_YET'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'CALMING'; readonly params: { readonly seconds: number } }
  | { readonly code: 'INTERACTIVE_FIRST'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'LONGER_WAITING'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'OFFLINE'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'SUSPENDED'; readonly params: Readonly<Record<string, never>> }
  | { readonly code: 'JUST_RESUMED'; readonly params: { readonly seconds: number } }

export type Reason = Cause & { readonly sentence: string }
export type ReasonCode = Cause['code']

/** A cause with its sentence for a person. */
export function withSentence(cause: Cause): Reason {
  return { ...cause, sentence: sentenceOf(cause) }
}

function sentenceOf(cause: Cause): string {
  switch (cause.code) {
    case 'PROCESSOR_BUSY':
      return `Waits for the processor: ${cause.params.busyPct} % busy with other programs. Goes on below ${cause.params.belowPct} %.`
    case 'PROCESSOR_TAKEN':
      return `Waits for other background work: it takes ${cores(cause.params.takenCores)}, and this needs ${cores(cause.params.neededCores)}.`
    case 'MEMORY_PRESSED':
      return `Waits for memory: programs are held up by it ${cause.params.pressurePct} % of the time. Goes on below ${cause.params.belowPct} %.`
    case 'MEMORY_SHORT':
      return `Waits for memory: ${mb(cause.params.availableMb)} are free. Goes on at ${mb(cause.params.neededMb)}.`
    case 'GPU_MEMORY_SHORT':
      return `Waits for memory of the graphics card: ${mb(cause.params.availableMb)} are free. Goes on at ${mb(cause.params.neededMb)}.`
    case 'HOT':
      return 'Waits until the machine has cooled down: it is hot.'
    case 'WARM':
      return 'Waits for other background work: the machine is warm, so only one goes on at a time.'
    case 'BATTERY_LOW':
      return `Waits for other background work: the battery is at ${cause.params.percent} %, so only one goes on at a time.`
    case 'MACHINE_UNKNOWN':
      return 'Waits for other background work: how busy the machine is cannot be seen now, so only one goes on at a time.'
    case 'MACHINE_NOT_SEEN_YET':
      return 'Waits for a first look at how busy the machine is.'
    case 'CALMING':
      return `Waits to see that the machine stays calm. Goes on in ${seconds(cause.params.seconds)}.`
    case 'INTERACTIVE_FIRST':
      return 'Waits for the request that you are working on, and goes on after it.'
    case 'LONGER_WAITING':
      return 'Waits for other background work that was put off for too long: one goes on at a time.'
    case 'OFFLINE':
      return 'Waits for the network: it cannot be reached.'
    case 'SUSPENDED':
      return 'Waits until the machine wakes up.'
    case 'JUST_RESUMED':
      return `The machine has just woken up. Goes on in ${seconds(cause.params.seconds)}.`
    default:
      return cause satisfies never
  }
}

function mb(value: number): string {
  return `${Math.round(value).toLocaleString('en')} MiB`
}

function cores(value: number): string {
  const rounded = Math.round(value * 10) / 10
  return `${rounded} ${rounded === 1 ? 'core' : 'cores'}`
}

function seconds(value: number): string {
  return `${value} ${value === 1 ? 'second' : 'seconds'}`
}

/** What of a verdict makes it another one: numbers in its words do not. */
export function signatureOf(verdict: Verdict): string {
  return verdict.admit ? 'admit' : verdict.reason.code
}
