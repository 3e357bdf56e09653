import { describe, expect, it } from 'vitest'
import css from './colors.css?raw'

type Colors = ReadonlyMap<string, string>

/** The colours of a theme: what each rule sets, later ones over earlier ones. */
function themeOf(...selectors: readonly string[]): Colors {
  const colors = new Map<string, string>()
  for (const selector of selectors) {
    const start = css.indexOf(`${selector} {`)
    if (start === -1) throw new Error(`no rule ${selector}`)
    for (const [, name = '', value = ''] of css.slice(start, css.indexOf('}', start)).matchAll(/--([a-z0-9-]+): (oklch\([^)/]*\));/g))
      colors.set(name, value)
  }
  return colors
}

/** Linear sRGB of `oklch(L% C H)`, by Ottosson's matrices; each part in 0..1 when the screen can show it. */
function linearRgb(color: string): [number, number, number] {
  const [, lightness, chroma, hue] = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)$/.exec(color) ?? []
  if (hue === undefined) throw new Error(`not a plain oklch(): ${color}`)
  const angle = (Number(hue) * Math.PI) / 180
  const L = Number(lightness) / 100
  const a = Number(chroma) * Math.cos(angle)
  const b = Number(chroma) * Math.sin(angle)
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

/** WCAG 2's relative luminance. */
function luminance(color: string): number {
  const [r, g, b] = linearRgb(color).map((part) => Math.min(1, Math.max(0, part))) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(colors: Colors, one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map((name) => luminance(colors.get(name) ?? name)).sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const GROUNDS = ['bg', 'bg-rail', 'surface', 'surface-sunk', 'surface-hover']
const TONES = ['good', 'warn', 'bad', 'info', 'plum']
/** What is read on what. */
const TEXT: ReadonlyArray<readonly [string, string]> = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((ink) => GROUNDS.map((ground) => [ink, ground] as const)),
  ...TONES.flatMap((tone) => [[tone, `${tone}-soft`] as const, [tone, 'surface'] as const, ['ink', `${tone}-soft`] as const]),
  ['accent', 'surface'],
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['accent-soft-ink', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['ink', 'quote'],
  ['bg', 'ink'],
]
/** Edges of controls, the focus, marks: to be seen against what is around them. */
const EDGES: ReadonlyArray<readonly [string, string]> = ['line-strong', 'focus', 'accent'].flatMap((edge) =>
  ['bg', 'surface', 'surface-sunk'].map((ground) => [edge, ground] as const),
)

const LIGHT = [':root']
const DARK = [...LIGHT, ':root[data-theme="dark"]']
const HIGH = ':root[data-contrast="high"]'

describe.each([
  ['light', LIGHT, 4.5, 3],
  ['dark', DARK, 4.5, 3],
  ['light, high contrast', [...LIGHT, HIGH], 7, 4.5],
  ['dark, high contrast', [...DARK, HIGH, ':root[data-theme="dark"][data-contrast="high"]'], 7, 4.5],
] as const)('the colours: %s', (_name, selectors, forText, forEdges) => {
  const colors = themeOf(...selectors)

  it('let every text be read on its ground', () => {
    const tooWeak = TEXT.map(([text, ground]) => ({ pair: `${text} on ${ground}`, ratio: contrast(colors, text, ground) }))
    expect(tooWeak.filter(({ ratio }) => ratio < forText).map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`)).toEqual([])
  })

  it('let edges and the focus be seen', () => {
    const tooWeak = EDGES.map(([edge, ground]) => ({ pair: `${edge} on ${ground}`, ratio: contrast(colors, edge, ground) }))
    expect(tooWeak.filter(({ ratio }) => ratio < forEdges).map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`)).toEqual([])
  })

  it('can be shown by every screen', () => {
    const outside = [...colors].filter(([, value]) => linearRgb(value).some((part) => part < -0.005 || part > 1.005))
    expect(outside).toEqual([])
  })
})

it('the contrast is that of the standard: black on white is 21, and a known pair', () => {
  expect(contrast(new Map(), 'oklch(0% 0 0)', 'oklch(100% 0 0)')).toBeCloseTo(21, 3)
  // #767676, which is known to be just readable on white.
  expect(contrast(new Map(), 'oklch(56.6% 0 0)', 'oklch(100% 0 0)')).toBeCloseTo(4.54, 1)
})
