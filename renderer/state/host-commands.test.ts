import { describe, expect, it, vi } from 'vitest'
import type { ComposeStore } from './compose-store.ts'
import type { GenerationStore } from './generation-store.ts'
import { applyHostCommand } from './host-commands.ts'
import type { JobsStore } from './jobs-store.ts'
import { createUiStore } from './ui-store.ts'

function stores(prompt = '') {
  const ui = createUiStore({ getItem: () => null, setItem: () => {}, removeItem: () => {} })
  const select = vi.fn(async () => {})
  const setPrompt = vi.fn()
  const jobs = { getState: () => ({ select }) } as unknown as JobsStore
  const compose = { getState: () => ({ prompt, setPrompt }) } as unknown as ComposeStore
  const open = vi.fn()
  const generation = { getState: () => ({ open }) } as unknown as GenerationStore
  return { ui, jobs, compose, generation, select, setPrompt, open }
}

describe('what the desktop asks a window to show', () => {
  it('a view, a job, help', () => {
    const app = stores()
    applyHostCommand({ type: 'show-view', view: 'privacy' }, app)
    expect(app.ui.getState().view).toBe('privacy')
    applyHostCommand({ type: 'show-job', jobId: 'job_1' }, app)
    expect(app.ui.getState().view).toBe('jobs')
    expect(app.select).toHaveBeenCalledWith('job_1')
    applyHostCommand({ type: 'show-help' }, app)
    expect(app.ui.getState().helpOpen).toBe(true)
  })

  it('the draft that the quick window began', () => {
    const app = stores()
    applyHostCommand({ type: 'show-generation', generationId: 'gen_1' }, app)
    expect(app.ui.getState().view).toBe('compose')
    expect(app.open).toHaveBeenCalledWith('gen_1')
  })

  it('files that were opened with it, as a question', () => {
    const app = stores()
    applyHostCommand({ type: 'offer-files', offerId: 'o1', names: ['plan.md'] }, app)
    expect(app.ui.getState().offeredFiles).toEqual({ offerId: 'o1', names: ['plan.md'] })
  })

  it('a prompt goes into an empty field', () => {
    const app = stores('  ')
    applyHostCommand({ type: 'fill-prompt', prompt: 'Write about trees' }, app)
    expect(app.setPrompt).toHaveBeenCalledWith('Write about trees')
    expect(app.ui.getState().offeredPrompt).toBeNull()
  })

  it('a prompt never takes the place of typed text unasked', () => {
    const app = stores('Half a thought')
    applyHostCommand({ type: 'fill-prompt', prompt: 'Write about trees' }, app)
    expect(app.setPrompt).not.toHaveBeenCalled()
    expect(app.ui.getState()).toMatchObject({ view: 'compose', offeredPrompt: 'Write about trees' })
  })
})
