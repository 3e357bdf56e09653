import { createHash } from 'node:crypto'
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHashBook } from './hash-book.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidegate-hash-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const { signal } = new AbortController()
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('a model file', () => {
  it('is compared with the hash in its name where Ollama put it', async () => {
    const file = join(folder, `sha256-${sha256('weights')}`)
    writeFileSync(file, 'weights')
    expect(await openHashBook(folder).verify(file, { signal })).toMatchObject({ result: 'ok', sha256: sha256('weights') })
    appendFileSync(file, '!')
    expect(await openHashBook(folder).verify(file, { signal })).toMatchObject({ result: 'wrong' })
  })

  it('is remembered at first, and a change is told from then on, also after a restart', async () => {
    const file = join(folder, 'a.gguf')
    writeFileSync(file, 'weights')
    expect(await openHashBook(folder).verify(file, { signal })).toMatchObject({ result: 'first' })
    expect(await openHashBook(folder).verify(file, { signal })).toMatchObject({ result: 'ok' })
    expect(openHashBook(folder).looksChanged(file)).toBe(false)
    appendFileSync(file, '!')
    expect(openHashBook(folder).looksChanged(file)).toBe(true)
    expect(await openHashBook(folder).verify(file, { signal })).toMatchObject({ result: 'changed' })
  })

  it('tells how far it is, and can be left', async () => {
    const file = join(folder, 'big.gguf')
    writeFileSync(file, Buffer.alloc(20 * 2 ** 20))
    const shares: number[] = []
    await openHashBook(folder).verify(file, { signal, onProgress: (share) => shares.push(share) })
    expect(shares.length).toBeGreaterThan(2)
    expect(shares.at(-1)).toBe(1)
    const controller = new AbortController()
    const left = openHashBook(folder).verify(file, { signal: controller.signal, onProgress: () => controller.abort() })
    await expect(left).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('that is not there is told as such', async () => {
    await expect(openHashBook(folder).verify(join(folder, 'none'), { signal })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  })
})
