import { expect, it } from 'vitest'

const FILES = import.meta.glob<string>('../**/*.css', { query: '?raw', import: 'default', eager: true })

/** Properties and values that name a side of the screen, where the side of the text is meant. */
const SIDES =
  /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)(?:-\w+)?|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)/

function physicalLines(css: string): string[] {
  return css
    .split('\n')
    .filter((line) => SIDES.test(line))
    .map((line) => line.trim())
}

it('no style names the left or the right, so that every part can be read from right to left', () => {
  expect(Object.values(FILES).filter((css) => css.length > 0).length).toBeGreaterThan(20)
  const found = Object.entries(FILES).flatMap(([path, css]) => physicalLines(css).map((line) => `${path}: ${line}`))
  expect(found).toEqual([])
})

it('finds them', () => {
  expect(
    physicalLines('.a {\n  margin-left: 2px;\n  left: 0;\n  text-align: right;\n  border-inline-start: 0;\n  inset-inline-start: 1px;\n}'),
  ).toHaveLength(3)
})
