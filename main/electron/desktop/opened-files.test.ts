import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOpenedFiles, filesAmong, withoutFiles } from './opened-files.ts'

let folder = ''
let dataDir = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opened-files-'))
  dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  for (const name of ['plan.md', 'Notes.TXT', 'keys.json', 'data/log.txt']) writeFileSync(join(folder, name), `text of ${name}`)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('the files that the system asks to open', () => {
  it('are plain files of known kinds, wherever the path starts from', () => {
    expect(filesAmong(['/usr/bin/tidegate', 'plan.md', join(folder, 'Notes.TXT'), 'plan.md'], folder, dataDir)).toEqual([
      join(folder, 'plan.md'),
      join(folder, 'Notes.TXT'),
    ])
  })

  it.each([
    ['a switch', '--inspect=plan.md'],
    ['a link of the app', 'tidegate://compose?prompt=plan.md'],
    ['an address', 'https://evil.example/plan.md'],
    ['a share of another machine', '\\\\evil\\share\\plan.md'],
    ['the same with slashes', '//evil/share/plan.md'],
    ['a file address of another machine', 'file://evil/share/plan.md'],
    ['a share behind a file address', 'file:////evil/share/plan.md'],
    ['a file address that hides a slash', 'file:///tmp%2Fplan.md'],
    ['a file address that cannot be read', 'file:///%E0%A4%A/plan.md'],
    ['another kind', 'keys.json'],
    ['what is not there', 'gone.md'],
    ['a folder', 'data'],
    ['what is the app’s own', 'data/log.txt'],
    ['a path with a hidden end', 'plan.md\0.txt'],
  ])('are never %s', (_what, arg) => expect(filesAmong([arg], folder, dataDir)).toEqual([]))

  it('may be named by address, as some desktops do', () => {
    writeFileSync(join(folder, 'my plan.pdf'), 'x')
    const address = pathToFileURL(join(folder, 'my plan.pdf')).href
    expect(address).toMatch(/^file:\/\/\/.*my%20plan\.pdf$/)
    expect(filesAmong([address, address.replace('file://', 'file://localhost')], folder, dataDir)).toEqual([join(folder, 'my plan.pdf')])
  })

  it('are judged the same when they are named by address', () => {
    const address = (name: string) => pathToFileURL(join(folder, name)).href
    expect(filesAmong([address('keys.json'), address('data/log.txt'), address('gone.md')], folder, dataDir)).toEqual([])
  })

  it('are not opened once more by a restart', () => {
    expect(withoutFiles(['.', '--lang=de', 'plan.md', '/home/ann/Notes.TXT', 'file:///home/ann/x.pdf'])).toEqual(['.', '--lang=de'])
  })

  it('are judged by where a link leads', () => {
    symlinkSync(join(folder, 'keys.json'), join(folder, 'innocent.txt'))
    symlinkSync('/dev/zero', join(folder, 'endless.txt'))
    expect(filesAmong(['innocent.txt', 'endless.txt'], folder, dataDir)).toEqual([])
  })

  it('are at most twenty', () => {
    const many = Array.from({ length: 30 }, (_, index) => `${index}.txt`)
    for (const name of many) writeFileSync(join(folder, name), 'x')
    expect(filesAmong(many, folder, dataDir)).toHaveLength(20)
  })
})

describe('an offer of files', () => {
  const added: string[] = []
  const library = async () => ({ add: async ({ name }: { name: string }) => added.push(name) })
  beforeEach(() => added.splice(0))

  function offerOf(opened: ReturnType<typeof createOpenedFiles>, ...paths: string[]): string {
    const command = opened.offer(paths)
    if (command?.type !== 'offer-files') throw new Error('nothing offered')
    return command.offerId
  }

  it('adds nothing until the person says yes, and once only', async () => {
    const opened = createOpenedFiles(library)
    const id = offerOf(opened, join(folder, 'plan.md'))
    expect(added).toEqual([])
    expect(await opened.take(id, true)).toEqual({ added: 1, refused: [] })
    expect(await opened.take(id, true)).toEqual({ added: 0, refused: [] })
    expect(added).toEqual(['plan.md'])
  })

  it('is forgotten when the person says no', async () => {
    const opened = createOpenedFiles(library)
    const id = offerOf(opened, join(folder, 'plan.md'))
    await opened.take(id, false)
    expect(await opened.take(id, true)).toEqual({ added: 0, refused: [] })
  })

  it('says which file could not be read, and goes on with the others', async () => {
    const opened = createOpenedFiles(library)
    const outcome = await opened.take(offerOf(opened, join(folder, 'gone.md'), join(folder, 'plan.md')), true)
    expect(outcome.added).toBe(1)
    expect(outcome.refused.map(({ name }) => name)).toEqual(['gone.md'])
  })

  it('shows names without their folders and without marks that hide their end', () => {
    const command = createOpenedFiles(library).offer(['/home/ann/secret project/letter\u202Efdp.md'])
    expect(command).toMatchObject({ names: ['letterfdp.md'] })
  })
})
