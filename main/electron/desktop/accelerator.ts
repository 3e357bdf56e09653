import { ChordSchema } from '#contracts/desktop.ts'

const NAMES: Readonly<Record<string, string>> = {
  Mod: 'CommandOrControl',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
}

/** A chord in Electron's own words; null for what is none, which a menu must never be given. */
export function acceleratorOf(chord: string): string | null {
  const parsed = ChordSchema.safeParse(chord)
  if (!parsed.success) return null
  return parsed.data
    .split('+')
    .map((part) => NAMES[part] ?? part)
    .join('+')
}
