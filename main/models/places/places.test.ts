import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findModels } from './index.ts'

let home = ''
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tidegate-home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function put(path: string, content = 'x'): string {
  const file = join(home, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}
const find = (env: Record<string, string> = {}, folders: string[] = []) => findModels({ home, env, folders })

function ollama(root: string, path: string, content: string, complete = true): string {
  const digest = createHash('sha256').update(content).digest('hex')
  const layers = [
    { mediaType: 'application/vnd.ollama.image.template', digest: `sha256:${'0'.repeat(64)}`, size: 1 },
    { mediaType: 'application/vnd.ollama.image.model', digest: `sha256:${digest}`, size: content.length },
  ]
  put(`${root}/manifests/${path}`, JSON.stringify({ schemaVersion: 2, layers }))
  return complete ? put(`${root}/blobs/sha256-${digest}`, content) : ''
}

describe('the models of this machine', () => {
  it('are none where there is nothing', async () => {
    expect(await find()).toEqual([])
  })

  it('are those of Ollama by the names that it gives them', async () => {
    const small = ollama('.ollama/models', 'registry.ollama.ai/library/llama3.2/3b', 'a')
    const named = ollama('.ollama/models', 'registry.ollama.ai/someone/tuned/latest', 'b')
    const foreign = ollama('.ollama/models', 'hf.co/org/model-GGUF/Q4_K_M', 'c')
    ollama('.ollama/models', 'registry.ollama.ai/library/half/pulled', 'd', false)
    put('.ollama/models/manifests/registry.ollama.ai/library/odd/one', 'no JSON')
    put(
      '.ollama/models/manifests/registry.ollama.ai/library/odd/two',
      JSON.stringify({ layers: [{ mediaType: 'x', digest: 'sha256:../../../etc' }] }),
    )
    const found = await find()
    expect(found.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { file: foreign, name: 'hf.co/org/model-GGUF:Q4_K_M', place: 'ollama' },
      { file: small, name: 'llama3.2:3b', place: 'ollama' },
      { file: named, name: 'someone/tuned:latest', place: 'ollama' },
    ])
  })

  it('are in another folder of Ollama when its variable says so', async () => {
    const file = ollama('elsewhere', 'registry.ollama.ai/library/phi/latest', 'a')
    expect(await find({ OLLAMA_MODELS: join(home, 'elsewhere') })).toEqual([{ file, name: 'phi:latest', place: 'ollama' }])
  })

  it('are those of LM Studio, also where it was told to keep them', async () => {
    const usual = put('.lmstudio/models/org/repo/a-Q4_K_M.gguf')
    const old = put('.cache/lm-studio/models/org/repo/b.gguf')
    const moved = put('big-disk/org/repo/c.gguf')
    put('.lmstudio/settings.json', JSON.stringify({ downloadsFolder: join(home, 'big-disk'), other: 1 }))
    const found = await find()
    expect(found.map(({ file }) => file)).toEqual([usual, old, moved])
    expect(found.every(({ place }) => place === 'lm-studio')).toBe(true)
  })

  it('are in the cache of Hugging Face, behind its links, and in that of llama.cpp', async () => {
    const blob = put('.cache/huggingface/hub/models--org--m/blobs/abc')
    const link = join(home, '.cache/huggingface/hub/models--org--m/snapshots/rev/m.gguf')
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(blob, link)
    symlinkSync(join(home, 'nowhere'), join(dirname(link), 'dangling.gguf'))
    const cached = put('.cache/llama.cpp/n.gguf')
    expect(await find()).toEqual([
      { file: link, name: 'm', place: 'hugging-face' },
      { file: cached, name: 'n', place: 'llama.cpp' },
    ])
  })

  it('are in folders of the person, split ones once, pictures’ companions and repeats left out', async () => {
    const first = put('mine/big-00001-of-00002.gguf')
    put('mine/big-00002-of-00002.gguf')
    put('mine/mmproj-model-f16.gguf')
    put('mine/notes.txt')
    const deep = put('mine/a/b/c/deep.gguf')
    symlinkSync(deep, join(home, 'mine/again.gguf'))
    const found = await find({}, [join(home, 'mine'), join(home, 'mine')])
    expect(found.map(({ name }) => name).toSorted()).toEqual(expect.arrayContaining(['big']))
    expect(found).toHaveLength(2)
    expect(found.find(({ name }) => name === 'big')).toEqual({ file: first, name: 'big', place: 'folder' })
  })
})
