import { expect, it } from 'vitest'
import { draftOf, newDraft, problemsOf, providerOf, withKind } from './provider-draft.ts'

it('begins with a free name and the usual address of its kind', () => {
  expect(newDraft('ollama', ['ollama'])).toMatchObject({ id: 'ollama-2', baseUrl: 'http://127.0.0.1:11434' })
  expect(withKind(newDraft('ollama', []), 'langbase', [])).toMatchObject({ id: 'langbase', baseUrl: 'https://api.langbase.com' })
})

it('keeps what was typed by hand when the kind changes', () => {
  const typed = { ...newDraft('ollama', []), id: 'mine', baseUrl: 'http://nas.lan:1' }
  expect(withKind(typed, 'open-webui', [])).toMatchObject({ id: 'mine', baseUrl: 'http://nas.lan:1', kind: 'open-webui' })
})

it('says by field what is not right', () => {
  const right = { ...newDraft('ollama', []), model: 'llama3.2' }
  expect(problemsOf(right, [])).toEqual({})
  expect(Object.keys(problemsOf({ ...right, id: 'Not Right' }, []))).toEqual(['id'])
  expect(problemsOf(right, ['ollama']).id).toContain('There is a provider of that name')
  for (const baseUrl of ['', 'nonsense', 'ftp://a', 'http://me:secret@host', 'http://host?key=1'])
    expect(Object.keys(problemsOf({ ...right, baseUrl }, []))).toEqual(['baseUrl'])
  expect(Object.keys(problemsOf({ ...right, model: ' ' }, []))).toEqual(['model'])
  expect(Object.keys(problemsOf({ ...right, contextTokens: '0', usdIn: '-1', usdOut: 'x' }, []))).toEqual([
    'contextTokens',
    'usdIn',
    'usdOut',
  ])
})

it('leaves alone what the form does not ask', () => {
  const before = providerOf({ ...newDraft('ollama', []), model: 'a' }, null)
  const kept = { ...before, quality: 0.9, requestsPerMinute: 7, memories: ['m'] }
  expect(providerOf({ ...draftOf(kept), model: 'b' }, kept)).toEqual({ ...kept, model: 'b' })
})

it('takes limits or nothing, and lets go of one that was emptied', () => {
  const typed = { ...newDraft('langbase', []), model: 'a', perMinute: '60', parallel: '2' }
  const limited = providerOf(typed, null)
  expect(limited).toMatchObject({ requestsPerMinute: 60, parallel: 2 })
  expect(draftOf(limited)).toEqual(typed)
  expect(providerOf({ ...typed, perMinute: ' ', parallel: '' }, limited)).not.toHaveProperty('requestsPerMinute')
  expect(providerOf({ ...typed, parallel: '' }, limited)).not.toHaveProperty('parallel')
  expect(Object.keys(problemsOf({ ...typed, perMinute: '0', parallel: '65' }, []))).toEqual(['perMinute', 'parallel'])
})
