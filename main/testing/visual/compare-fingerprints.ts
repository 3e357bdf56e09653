import type { Fingerprint } from '#contracts/visual-diff.ts'

/** What differs between two environments, in words; empty when they are one. A picture without a fingerprint is of an unknown environment. */
export function compareFingerprints(before: Fingerprint | null, after: Fingerprint | null): string[] {
  if (before === null || after === null) return ['It is not known what one of the pictures was drawn with.']
  const differences: string[] = []
  const compare = (what: string, a: string, b: string): void => {
    if (a !== b) differences.push(`${what}: ${a || 'none'}, now ${b || 'none'}`)
  }
  compare('Renderer', before.renderer, after.renderer)
  compare('Platform', before.platform, after.platform)
  compare('Fonts', before.fonts.slice(0, 12), after.fonts.slice(0, 12))
  if (before.fonts !== after.fonts && differences.length === 0) differences.push('Fonts: drawn differently')
  compare('Scale', String(before.scale), String(after.scale))
  compare('Flags', [...before.flags].sort().join(' '), [...after.flags].sort().join(' '))
  return differences
}
