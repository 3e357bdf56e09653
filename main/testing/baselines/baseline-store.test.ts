import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Captured, openBaselineStore } from './baseline-store.ts'

const BY = { author: 'Ines', note: 'The new gate line', at: 5 }
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-baselines-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = () => openBaselineStore(join(folder, 'baselines'), join(folder, 'waiting'))
const picture = (byte: number): Captured => ({ png: new Uint8Array([byte]), fingerprint: null, elements: [], masks: [] })

describe('baselines', () => {
  it('are made by a person’s approval alone', () => {
    open().propose('jobs-dark', picture(1))
    expect(open().read('jobs-dark')).toBeNull()
    expect(open().waiting()).toEqual(['jobs-dark'])
    open().approve('jobs-dark', BY)
    expect(open().read('jobs-dark')?.png).toEqual(Buffer.from([1]))
    expect(open().waiting()).toEqual([])
  })

  it('stay when a new picture is rejected, and remember who decided what', () => {
    const store = open()
    store.propose('jobs-dark', picture(1))
    store.approve('jobs-dark', BY)
    store.propose('jobs-dark', picture(2))
    store.reject('jobs-dark', { ...BY, note: 'The badge is cut off', at: 9 })
    expect(store.read('jobs-dark')?.png).toEqual(Buffer.from([1]))
    expect(store.history('jobs-dark')).toMatchObject([
      { decision: 'approved', author: 'Ines', note: 'The new gate line', at: 5 },
      { decision: 'rejected', note: 'The badge is cut off', at: 9 },
    ])
  })

  it('cannot be decided on when no picture waits', () => {
    expect(() => open().approve('jobs-dark', BY)).toThrow('No picture of “jobs-dark” waits')
  })

  it('are not read when what is kept beside them is damaged', () => {
    const store = open()
    store.propose('jobs-dark', picture(1))
    store.approve('jobs-dark', BY)
    writeFileSync(join(folder, 'baselines', 'jobs-dark.json'), '{')
    expect(() => store.read('jobs-dark')).toThrow('Take the picture again')
  })

  it.each(['../elsewhere', 'Jobs', 'a/b', ''])('do not write outside their folder for the name %j', (name) => {
    expect(() => open().propose(name, picture(1))).toThrow('is no name of a picture')
    expect(readdirSync(folder)).not.toContain('elsewhere.png')
  })
})
