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

  it('take back the last decision, which stays on record', () => {
    const store = open()
    store.propose('jobs-dark', picture(1))
    store.approve('jobs-dark', BY)
    store.propose('jobs-dark', picture(2))
    store.approve('jobs-dark', { ...BY, note: 'By mistake', at: 6 })
    expect(store.undoable()).toMatchObject([{ name: 'jobs-dark', decision: 'approved', note: 'By mistake' }])
    store.undo('jobs-dark', { author: 'Jon', at: 7 })
    expect(store.read('jobs-dark')?.png).toEqual(Buffer.from([1]))
    expect(store.readWaiting('jobs-dark')?.png).toEqual(Buffer.from([2]))
    expect(store.history('jobs-dark').map(({ decision, author }) => [decision, author])).toEqual([
      ['approved', 'Ines'],
      ['approved', 'Ines'],
      ['undone', 'Jon'],
    ])
    expect(() => store.undo('jobs-dark', BY)).toThrow('cannot be taken back any more')

    store.reject('jobs-dark', BY)
    store.undo('jobs-dark', BY)
    expect(store.waiting()).toEqual(['jobs-dark'])
    expect(store.read('jobs-dark')?.png).toEqual(Buffer.from([1]))
  })

  it('are gone again when the first approval is taken back', () => {
    const store = open()
    store.propose('jobs-dark', picture(1))
    store.approve('jobs-dark', BY)
    store.undo('jobs-dark', BY)
    expect(store.list()).toEqual([])
    expect(store.waiting()).toEqual(['jobs-dark'])
  })

  it('take nothing back after the next run, a new picture, or a change from elsewhere', () => {
    const store = open()
    for (const name of ['one', 'two', 'three']) {
      store.propose(name, picture(1))
      store.approve(name, BY)
    }
    store.propose('one', picture(2))
    writeFileSync(join(folder, 'baselines', 'two.png'), Buffer.from([9]))
    expect(() => store.undo('one', BY)).toThrow('cannot be taken back any more')
    expect(() => store.undo('two', BY)).toThrow('was changed since, and stays')
    store.settle()
    expect(store.undoable()).toEqual([])
    expect(() => store.undo('three', BY)).toThrow('cannot be taken back any more')
    expect(store.read('three')?.png).toEqual(Buffer.from([1]))
  })

  it('are not decided on when another picture waits than was looked at', () => {
    const store = open()
    store.propose('jobs-dark', picture(1))
    const seen = store.markOf('jobs-dark')?.picture ?? ''
    store.propose('jobs-dark', picture(2))
    for (const decide of [store.approve, store.reject]) {
      expect(() => decide('jobs-dark', { ...BY, picture: seen })).toThrow('Another picture of “jobs-dark” was taken meanwhile')
    }
    expect(store.waiting()).toEqual(['jobs-dark'])
    expect(store.history('jobs-dark')).toEqual([])
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
