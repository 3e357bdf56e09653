import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLogFile, readLog } from './index.ts'

let dataDir: string
let folder: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tidegate-log-'))
  folder = join(dataDir, 'logs')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
async function all(): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLog(dataDir, { follow: false, signal: new AbortController().signal })) lines.push(line)
  return lines
}

describe('the log file', () => {
  it('holds each line as soon as it is written, for its owner alone', () => {
    const write = openLogFile(dataDir)
    expect(readdirSync(dataDir)).toEqual([])
    write('{"a":1}\n')
    expect(read('tidegate.jsonl')).toBe('{"a":1}\n')
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'tidegate.jsonl')).mode & 0o777]).toEqual([0o700, 0o600])
  })

  it('is begun anew when it has grown, and only so many older ones are kept', async () => {
    const write = openLogFile(dataDir, { bytes: 10, kept: 2 })
    for (const line of ['one', 'two', 'three', 'four', 'five', 'six']) write(`${line}\n`)
    expect(readdirSync(folder).sort()).toEqual(['tidegate.1.jsonl', 'tidegate.2.jsonl', 'tidegate.jsonl'])
    expect([read('tidegate.2.jsonl'), read('tidegate.1.jsonl'), read('tidegate.jsonl')]).toEqual(['three\n', 'four\nfive\n', 'six\n'])
    expect(await all()).toEqual(['three', 'four', 'five', 'six'])
  })

  it('is gone on with by the next start, also behind a line that was cut short', async () => {
    openLogFile(dataDir)('first\n')
    openLogFile(dataDir)('second\n')
    appendFileSync(join(folder, 'tidegate.jsonl'), 'cut sho')
    openLogFile(dataDir)('third\n')
    expect(await all()).toEqual(['first', 'second', 'cut sho', 'third'])
  })

  it('is made anew when it was deleted with everything else', async () => {
    const write = openLogFile(dataDir)
    write('before\n')
    rmSync(folder, { recursive: true })
    write('after\n')
    expect(await all()).toEqual(['after'])
  })

  it('that cannot be written stops nothing, and is tried again', async () => {
    writeFileSync(folder, 'in the way')
    const write = openLogFile(dataDir)
    write('lost\n')
    rmSync(folder)
    write('kept\n')
    expect(await all()).toEqual(['kept'])
  })
})

describe('reading the log', () => {
  it('finds nothing where nothing was logged', async () => {
    expect(await all()).toEqual([])
    mkdirSync(folder)
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    expect(await all()).toEqual([])
  })

  it('goes on with what is written, also in the next file, until it is ended', async () => {
    const write = openLogFile(dataDir, { bytes: 12, kept: 3 })
    write('a\n')
    const stop = new AbortController()
    const seen: string[] = []
    const reading = (async () => {
      for await (const line of readLog(dataDir, { follow: true, signal: stop.signal })) seen.push(line)
    })()
    await expect.poll(() => seen).toEqual(['a'])
    write('b\n')
    await expect.poll(() => seen).toEqual(['a', 'b'])
    write('c, in it\n')
    await expect.poll(() => seen).toEqual(['a', 'b', 'c, in it'])
    write('d, in the next\n')
    await expect.poll(() => seen).toEqual(['a', 'b', 'c, in it', 'd, in the next'])
    stop.abort()
    await reading
  })

  it('waits for the first line', async () => {
    const stop = new AbortController()
    const seen: string[] = []
    const reading = (async () => {
      for await (const line of readLog(dataDir, { follow: true, signal: stop.signal })) seen.push(line)
    })()
    openLogFile(dataDir)('first\n')
    await expect.poll(() => seen, { timeout: 5_000 }).toEqual(['first'])
    stop.abort()
    await reading
  })
})
