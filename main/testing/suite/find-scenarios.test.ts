import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseScenarios, findScenarios } from './find-scenarios.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-find-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (file: string, name: string, tags: string[] = []): void =>
  writeFileSync(
    join(folder, file),
    `name: ${name}\ntitle: ${name}\ntags: [${tags.join(', ')}]\nsteps:\n  - press: Enter\nexpect:\n  - text: Done\n`,
  )

describe('scenarios of a folder', () => {
  it('are found by name, whatever their files are called', () => {
    put('2.yaml', 'alpha')
    put('1.yml', 'beta')
    writeFileSync(join(folder, 'notes.txt'), 'no scenario')
    mkdirSync(join(folder, 'baselines'))
    const { scenarios, problems } = findScenarios([folder])
    expect(scenarios.map(({ scenario }) => scenario.name)).toEqual(['alpha', 'beta'])
    expect(problems).toEqual([])
  })

  it('do not share a name, and one that cannot be read does not hide the others', () => {
    put('1.yaml', 'alpha')
    put('2.yaml', 'alpha')
    writeFileSync(join(folder, '3.yaml'), 'name: [')
    const { scenarios, problems } = findScenarios([folder])
    expect(scenarios).toHaveLength(1)
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('has the name “alpha” too'),
      expect.stringMatching(/./),
    ])
  })

  it('are refused when the folder is not there', () => {
    expect(() => findScenarios([join(folder, 'none')])).toThrow('There is no folder')
  })

  it('are chosen by name and by tag, and a name or tag that nothing has is told', () => {
    put('1.yaml', 'alpha', ['quick'])
    put('2.yaml', 'beta', ['quick', 'privacy'])
    const { scenarios } = findScenarios([folder])
    const chosen = (names: string[], tags: string[]) => chooseScenarios(scenarios, { names, tags }).map(({ scenario }) => scenario.name)
    expect(chosen([], [])).toEqual(['alpha', 'beta'])
    expect(chosen([], ['privacy'])).toEqual(['beta'])
    expect(chosen(['alpha'], ['privacy'])).toEqual([])
    expect(() => chosen(['gamma'], [])).toThrow('no scenario “gamma”')
    expect(() => chosen([], ['slow'])).toThrow('tag “slow”')
  })
})
