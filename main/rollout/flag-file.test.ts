import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFlagFile } from './flag-file.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-flags-'))
  path = join(folder, 'flags.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (content: unknown): void => writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))

describe('the file of flags', () => {
  it('need not be there, and is made by the first change', () => {
    const file = openFlagFile(path)
    expect(file.get()).toMatchObject({ values: {}, rollouts: [] })
    file.update((settings) => ({ ...settings, values: { 'meaning-search': false } }))
    expect(file.get().values).toEqual({ 'meaning-search': false })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ flags: { 'meaning-search': false }, rollouts: [] })
  })

  it('is read anew when somebody else wrote it, and whoever listens is told', async () => {
    const file = openFlagFile(path)
    const told = new Promise<void>((resolve) => {
      const stop = file.onChange(() => {
        stop()
        resolve()
      })
    })
    write({ flags: { 'meaning-search': { staging: false } } })
    await told
    expect(file.get().values).toEqual({ 'meaning-search': { staging: false } })
  })

  it.each([
    ['no JSON', '{', 'not a JSON object'],
    ['a value that is no switch', { flags: { 'meaning-search': 'off' } }, 'flags.meaning-search: true, false'],
    ['an unknown part', { flag: {} }, 'Unrecognized key'],
    ['a rollout that lacks something', { rollouts: [{ flag: 'meaning-search' }] }, 'rollouts.0.id'],
  ])('with %s leaves the flags as they were, says what is wrong, and is not overwritten', (_name, content, problem) => {
    write({ flags: { 'meaning-search': false } })
    const file = openFlagFile(path)
    expect(file.problems()).toEqual([])
    write(content)
    expect(file.get().values).toEqual({ 'meaning-search': false })
    expect(file.problems().join()).toContain(problem)
    expect(file.problems().join()).toContain('stay as they were')
    expect(() => file.update((settings) => settings)).toThrow(problem)
    expect(readFileSync(path, 'utf8')).toBe(typeof content === 'string' ? content : JSON.stringify(content))
    // At the first look there was nothing before.
    expect(openFlagFile(path).get().values).toEqual({})
    write({ flags: {} })
    expect(file.problems()).toEqual([])
  })

  it('that has gone leaves the flags as they were, and is made anew with them by the next change', () => {
    write({ flags: { 'meaning-search': false } })
    const file = openFlagFile(path)
    expect(file.get().values).toEqual({ 'meaning-search': false })
    rmSync(path)
    expect(file.get().values).toEqual({ 'meaning-search': false })
    expect(file.problems()).toEqual([expect.stringContaining('has gone')])
    file.update((settings) => ({ ...settings, values: { ...settings.values, 'second-request': false } }))
    expect(JSON.parse(readFileSync(path, 'utf8')).flags).toEqual({ 'meaning-search': false, 'second-request': false })
    expect(file.problems()).toEqual([])
  })

  it('that cannot be reached leaves the flags as they were until it can', () => {
    write({ flags: { 'meaning-search': false } })
    const file = openFlagFile(path)
    expect(file.problems()).toEqual([])
    // As a share that answers, but not with the file.
    rmSync(path)
    mkdirSync(path)
    expect(file.get().values).toEqual({ 'meaning-search': false })
    expect(file.problems()).toEqual([expect.stringContaining('stay as they were')])
    rmdirSync(path)
    write({ flags: { 'meaning-search': true } })
    expect(file.get().values).toEqual({ 'meaning-search': true })
    expect(file.problems()).toEqual([])
  })

  it('that cannot be reached for a while is told of once, and read when it can be, though nobody has changed it', async () => {
    write({ flags: { 'meaning-search': false } })
    const file = openFlagFile(path)
    expect(file.get().values).toEqual({ 'meaning-search': false })
    let told = 0
    // As the window does: whoever is told looks again.
    const stop = file.onChange(() => {
      told += 1
      if (told < 100) file.get()
    })
    const [away, loop] = [`${path}.away`, `${path}.loop`]
    renameSync(path, away)
    symlinkSync(loop, path)
    symlinkSync(path, loop)
    expect(file.problems()).toEqual([expect.stringContaining('cannot be reached')])
    for (let turn = 0; turn < 20; turn += 1) {
      file.get()
      await Promise.resolve()
    }
    expect(told).toBe(1)
    rmSync(path)
    renameSync(away, path)
    expect(file.problems()).toEqual([])
    stop()
  })

  it.skipIf(process.platform === 'win32')('that is a pipe or without an end keeps nobody waiting', () => {
    write({ flags: { 'meaning-search': false } })
    const file = openFlagFile(path)
    file.get()
    rmSync(path)
    execFileSync('mkfifo', [path])
    expect(file.problems()).toEqual([expect.stringContaining('is not a file')])
    rmSync(path)
    symlinkSync('/dev/zero', path)
    expect(file.problems()).toEqual([expect.stringContaining('is not a file')])
    rmSync(path)
    writeFileSync(path, '')
    truncateSync(path, 64 * 1024 * 1024)
    expect(file.problems()).toEqual([expect.stringContaining('is longer than')])
    expect(file.get().values).toEqual({ 'meaning-search': false })
  })

  it('stays the one file behind a link, and what several people may read stays readable for them', () => {
    const shared = join(folder, 'share.json')
    writeFileSync(shared, '{}')
    chmodSync(shared, 0o664)
    symlinkSync(shared, path)
    const [mine, other] = [openFlagFile(path, { shared: true }), openFlagFile(shared, { shared: true })]
    mine.update((settings) => ({ ...settings, values: { 'meaning-search': false } }))
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(other.get().values).toEqual({ 'meaning-search': false })
    if (process.platform !== 'win32') expect(statSync(shared).mode & 0o777).toBe(0o664)
  })

  it('keeps what a newer version wrote about flags that this one does not have', () => {
    const newer = { flag: 'of-tomorrow', id: 'x', anything: [1] }
    write({ flags: { 'of-tomorrow': 'slowly' }, rollouts: [newer] })
    const file = openFlagFile(path)
    expect(file.problems()).toEqual([
      expect.stringContaining('no flag "of-tomorrow"'),
      expect.stringContaining('its rollout is not followed'),
    ])
    file.update((settings) => ({ ...settings, values: { 'second-request': false } }))
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      flags: { 'of-tomorrow': 'slowly', 'second-request': false },
      rollouts: [newer],
    })
  })
})
