import type { Chord } from './chord.ts'

/** What of a command bears on its keys. */
export interface Keyed {
  readonly id: string
  readonly keys: readonly Chord[]
}

/** The keys that a person gave to commands, in the place of the default ones; an empty list for none. */
export type OwnKeys = Readonly<Record<string, readonly Chord[]>>

/** The keys in force for a command, the one to show first. */
export function keysInForce(command: Keyed, own: OwnKeys): readonly Chord[] {
  return own[command.id] ?? command.keys
}

/** Which command a chord stands for. Where two claim one, the person's own choice holds. */
export function commandsByChord(commands: readonly Keyed[], own: OwnKeys): ReadonlyMap<Chord, string> {
  const found = new Map<Chord, string>()
  const byDefault = commands.filter(({ id }) => own[id] === undefined)
  const byPerson = commands.filter(({ id }) => own[id] !== undefined)
  for (const command of [...byDefault, ...byPerson]) for (const chord of keysInForce(command, own)) found.set(chord, command.id)
  return found
}

/** The command, other than `id`, that has this chord already. */
export function conflictOf(id: string, chord: Chord, commands: readonly Keyed[], own: OwnKeys): string | null {
  return commands.find((command) => command.id !== id && keysInForce(command, own).includes(chord))?.id ?? null
}

/** Gives a chord to a command and takes it from whatever had it. */
export function assign(id: string, chord: Chord, commands: readonly Keyed[], own: OwnKeys): OwnKeys {
  const next: Record<string, readonly Chord[]> = { ...own, [id]: [chord] }
  for (const command of commands) {
    const keys = keysInForce(command, own)
    if (command.id !== id && keys.includes(chord)) next[command.id] = keys.filter((key) => key !== chord)
  }
  return next
}

/** Gives a command its default keys again, and takes those from whatever had them. */
export function resetKeys(id: string, commands: readonly Keyed[], own: OwnKeys): OwnKeys {
  const defaults = commands.find((command) => command.id === id)?.keys ?? []
  const next: Record<string, readonly Chord[]> = {}
  for (const [other, keys] of Object.entries(own)) if (other !== id) next[other] = keys.filter((key) => !defaults.includes(key))
  return next
}
