import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeTinyModel } from '../../e2e/tiny-model/tiny-model.ts'
import { openConfig } from '../config/index.ts'
import type { ModelPhase, ModelProcess } from '../model-process/index.ts'
import { createModelService } from './index.ts'

const MIB = 2 ** 20
let home = ''
let phase: ModelPhase = { phase: 'off' }
let aside = new Map<string, string>()
let availableMb = 8_000
let now = 0
const loads: unknown[] = []
const never = new AbortController().signal

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tidegate-models-'))
  phase = { phase: 'off' }
  aside = new Map()
  availableMb = 8_000
  now = 0
  loads.length = 0
})
afterEach(() => rmSync(home, { recursive: true }))

/** The service on a home of its own; the process of the model only writes down what it is asked. */
function service() {
  const process: ModelProcess = {
    phase: () => phase,
    setAside: () => aside,
    load: async (load) => void loads.push(load),
    async *generate(load) {
      loads.push(load)
      yield { type: 'end', end: { finishReason: 'stop', inputTokens: 1, outputTokens: 1 } }
    },
    embed: async () => [],
    unload: async () => {},
    tryAgain: (file) => void aside.delete(file ?? ''),
    noteMemory: () => {},
    onChange: () => () => {},
    dispose: async () => {},
  }
  const memory = () => ({ totalMb: 16_000, availableMb })
  const current = async () => ({
    at: 0,
    cpu: { loadPct: 0, cores: 2 },
    memory: memory(),
    gpu: [],
    battery: { present: false, charging: false, percent: null },
    process: { rssMb: 100, cpuPct: 0 },
  })
  const config = openConfig(home)
  const models = createModelService({
    dataDir: home,
    home,
    env: {},
    config,
    resources: { current },
    process,
    embeddingProcess: process,
    clock: { monotonic: () => now },
  })
  return { models, config }
}
function place(name: string, contextTokens = 4_096): string {
  mkdirSync(join(home, '.lmstudio/models/a/b'), { recursive: true })
  const file = join(home, '.lmstudio/models/a/b', name)
  writeTinyModel(file, { name: 'Talker 1.0', contextTokens })
  return file
}

describe('the models of this machine', () => {
  it('are listed with what they are, whether they fit and how it stands with them', async () => {
    const file = place('a.gguf')
    const broken = place('b.gguf')
    truncateSync(broken, 900_000)
    writeFileSync(join(home, '.lmstudio/models/a/b/c.gguf'), 'no model')
    const { models } = service()
    const list = await models.list()
    expect(list.engineProblem).toBeNull()
    expect(list.models.map(({ name, state }) => [name, state.state])).toEqual([
      ['a', 'not-loaded'],
      ['b', 'unusable'],
      ['c', 'unusable'],
    ])
    expect(list.models[0]).toMatchObject({
      file,
      place: 'lm-studio',
      fit: { fits: true, contextTokens: 4_096 },
      providerId: null,
      changed: false,
    })
  })

  it('appear when they arrive, after a while', async () => {
    const { models } = service()
    expect((await models.list()).models).toEqual([])
    place('a.gguf')
    expect((await models.list()).models).toEqual([])
    now += 10_000
    expect((await models.list()).models).toHaveLength(1)
  })

  it('become a provider by one word, the first one when it is preferred, and only once', async () => {
    const { models, config } = service()
    config.set('providers', [{ id: 'talker-1-0', kind: 'ollama', baseUrl: 'http://127.0.0.1:11434', model: 'x' }])
    const file = place('a.gguf')
    expect(await models.add(file, false)).toBe('talker-1-0-2')
    expect(config.get().providers.map(({ id }) => id)).toEqual(['talker-1-0', 'talker-1-0-2'])
    expect(await models.add(file, true)).toBe('talker-1-0-2')
    expect(config.get().providers.map(({ id }) => id)).toEqual(['talker-1-0-2', 'talker-1-0'])
    expect((await models.list()).models).toMatchObject([{ file, place: 'settings', providerId: 'talker-1-0-2' }])
    await expect(models.add(join(home, 'none.gguf'), false)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  })
})

describe('a model', () => {
  it('is loaded with the context that its file and the memory allow, on all cores but one', async () => {
    const { models, config } = service()
    const file = place('a.gguf')
    config.set('models.gpu', 'off')
    await models.load(file, never)
    expect(loads).toEqual([expect.objectContaining({ file, contextTokens: 4_096, gpu: 'off', gpuOptional: false })])
  })

  it('is not loaded when there is no memory for it, and says how much it needs', async () => {
    const { models } = service()
    const file = place('a.gguf')
    availableMb = 300
    await expect(models.load(file, never)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('GB of memory'),
    })
    expect(loads).toEqual([])
  })

  it('keeps its context while it is loaded, and needs no more memory', async () => {
    const { models } = service()
    const file = place('a.gguf')
    phase = { phase: 'loaded', file, contextTokens: 2_048, gpu: null, busy: true, rssBytes: 200 * MIB }
    expect(await models.fit(file, 4_096)).toMatchObject({ fits: true, contextTokens: 2_048, needsBytes: 0 })
    // Idle, it is worth loading again when all that is wanted can be had.
    phase = { ...phase, busy: false }
    expect(await models.fit(file, 4_096)).toMatchObject({ contextTokens: 4_096 })
    expect(await models.fit(file, 2_048)).toMatchObject({ contextTokens: 2_048, needsBytes: 0 })
  })

  it('that is set aside says why, and has another chance when a person gives it one', async () => {
    const { models } = service()
    const file = place('a.gguf')
    aside.set(file, 'It crashed.')
    await expect(models.fit(file, 4_096)).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('It crashed.'),
    })
    expect((await models.inspect(file)).state).toEqual({ state: 'set-aside', why: 'It crashed.' })
    models.tryAgain(file)
    expect(await models.fit(file, 4_096)).toMatchObject({ fits: true })
  })

  it('that was checked and then changed is pointed out', async () => {
    const { models } = service()
    const file = place('a.gguf')
    expect(await models.verify(file, { signal: never })).toMatchObject({ result: 'first' })
    writeTinyModel(file, { name: 'Another', seed: 2, layers: 3 })
    expect((await models.inspect(file)).changed).toBe(true)
    expect(await models.verify(file, { signal: never })).toMatchObject({ result: 'changed' })
  })
})
