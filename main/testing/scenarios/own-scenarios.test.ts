import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { lintScenario } from './lint-scenario.ts'
import { readScenario } from './read-scenario.ts'

const folder = fileURLToPath(new URL('../../../e2e/scenarios/', import.meta.url))
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))

describe('the scenarios that guard this app', () => {
  it('are at least 25', () => {
    expect(files.length).toBeGreaterThanOrEqual(25)
  })

  it.each(files)('%s can be read, is named after its file, and is not brittle', (file) => {
    const read = readScenario(readFileSync(`${folder}${file}`, 'utf8'), file)
    if ('problems' in read) throw new Error(JSON.stringify(read.problems))
    expect(read.scenario.name).toBe(file.replace(/\.yaml$/, ''))
    expect(lintScenario(read.scenario)).toEqual([])
  })
})
