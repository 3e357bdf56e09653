import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { estimateDifficulty } from './estimate-difficulty.ts'
import { lazyDifficulty, loadDifficulty } from './load-model.ts'
import { packDifficultyModel, unpackDifficultyModel } from './model-file.ts'

const shipped = readFileSync(join(import.meta.dirname, '../../../resources/difficulty/model.bin'))

describe('the file of the difficulty model', () => {
  it('is smaller than 2 MB and comes back as it was packed', () => {
    expect(shipped.length).toBeLessThan(2_000_000)
    expect(Buffer.from(packDifficultyModel(unpackDifficultyModel(shipped))).equals(shipped)).toBe(true)
  })

  it('is refused when a bit is wrong, when it is something else, or when it belongs to another version', () => {
    for (const at of [5, 9, 200, shipped.length - 1])
      expect(() => unpackDifficultyModel(shipped.with(at, (shipped[at] ?? 0) ^ 1))).toThrow('model.bin is damaged')
    expect(() => unpackDifficultyModel(new TextEncoder().encode('no model at all'))).toThrow('holds no difficulty model')
    expect(() => unpackDifficultyModel(new Uint8Array())).toThrow('holds no difficulty model')
    const model = unpackDifficultyModel(shipped)
    expect(() => unpackDifficultyModel(packDifficultyModel({ ...model, priors: model.priors.slice(1) }))).toThrow('another version')
  })
})

describe('loading the model', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidegate-difficulty-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('says why wording alone is used when the file is missing or damaged, and goes on', () => {
    const missing = loadDifficulty(folder)
    expect(missing.estimator).toBeNull()
    expect(missing.problem).toMatch(/wording alone: .*model\.bin/)
    writeFileSync(join(folder, 'model.bin'), shipped.subarray(0, shipped.length - 9))
    const damaged = loadDifficulty(folder)
    expect(damaged.problem).toContain('its checksum is wrong')
    expect(estimateDifficulty('Prove the theorem.', 0, damaged.estimator).score).toBeGreaterThan(0.26)
  })

  it('finds the model where it is', () => {
    writeFileSync(join(folder, 'model.bin'), shipped)
    expect(loadDifficulty(folder)).toMatchObject({ problem: null })
  })

  it('is read when it is first asked for, and that there is none is told once', () => {
    const onMissing = vi.fn()
    const missing = lazyDifficulty(folder, onMissing)
    expect(onMissing).not.toHaveBeenCalled()
    for (let asked = 0; asked < 2; asked += 1) expect(missing().problem).not.toBeNull()
    expect(onMissing).toHaveBeenCalledTimes(1)
    const found = lazyDifficulty(folder, onMissing)
    writeFileSync(join(folder, 'model.bin'), shipped)
    expect(found().problem).toBeNull()
    expect(found().estimator).toBe(found().estimator)
    expect(onMissing).toHaveBeenCalledTimes(1)
  })
})
