import { describe, expect, it } from 'vitest'
import { ScenarioSchema } from '#contracts/scenario.ts'
import { scenarioOfRecording } from './record-page.ts'
import { RecordedEventSchema } from './recorded-event.ts'
import { stepsOfEvents } from './steps-of-events.ts'

const click = (role: string, name: string, at = 0) => ({ kind: 'click', role, name, at }) as const
const typed = (name: string, value: string, at = 0, isSecret = false) =>
  ({ kind: 'input', role: 'textbox', name, value, isSecret, at }) as const

describe('what was done', () => {
  it('is typed as one text, without the click that put the caret there', () => {
    const events = [
      click('textbox', 'Prompt'),
      typed('Prompt', 'T'),
      typed('Prompt', 'Ti'),
      typed('Prompt', 'Tide'),
      click('button', 'Generate'),
    ]
    expect(stepsOfEvents(events)).toEqual([
      { fill: { role: 'textbox', name: 'Prompt', exact: true, with: 'Tide' } },
      { click: { role: 'button', name: 'Generate', exact: true } },
    ])
  })

  it('is two texts in two fields, and a choice from a list of either kind', () => {
    const events = [
      typed('Title', 'A'),
      typed('Prompt', 'B'),
      click('combobox', 'Template'),
      click('option', 'Memo'),
      click('combobox', 'Route'),
      { kind: 'choose', role: 'combobox', name: 'Route', option: 'Local', at: 0 } as const,
    ]
    expect(stepsOfEvents(events)).toEqual([
      { fill: { role: 'textbox', name: 'Title', exact: true, with: 'A' } },
      { fill: { role: 'textbox', name: 'Prompt', exact: true, with: 'B' } },
      { choose: { role: 'combobox', name: 'Template', exact: true, option: 'Memo' } },
      { choose: { role: 'combobox', name: 'Route', exact: true, option: 'Local' } },
    ])
  })

  it('waits for what was waited for', () => {
    expect(stepsOfEvents([click('button', 'Generate', 0), click('button', 'Source 1', 4_200)])).toEqual([
      { click: { role: 'button', name: 'Generate', exact: true } },
      { wait: { for: { role: 'button', name: 'Source 1', exact: true }, seconds: 9 } },
      { click: { role: 'button', name: 'Source 1', exact: true } },
    ])
  })

  it('holds no secret: a hole in the data stands for it', () => {
    const scenario = scenarioOfRecording({ name: 'key', title: 'A key', heading: 'Settings' }, [
      typed('API key', '', 0, true),
      { kind: 'press', keys: 'Control+k', at: 1 },
      click('button', '', 2),
    ])
    expect(ScenarioSchema.parse(scenario)).toMatchObject({
      data: [{ secret: expect.any(String) }],
      steps: [{ fill: { with: '{{secret}}' } }, { press: 'Control+k' }, { click: { role: 'button' } }],
    })
  })

  it('is no scenario when it is nothing', () => {
    expect(scenarioOfRecording({ name: 'a', title: 'a', heading: 'a' }, [])).toBeNull()
  })

  it('that a page tells in another form is left out', () => {
    expect(RecordedEventSchema.safeParse({ kind: 'run', code: 'x', at: 0 }).success).toBe(false)
    expect(RecordedEventSchema.safeParse({ kind: 'click', role: 'b'.repeat(99), name: '', at: 0 }).success).toBe(false)
  })
})
