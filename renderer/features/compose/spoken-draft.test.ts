import { describe, expect, it } from 'vitest'
import { nextSpoken } from './spoken-draft.ts'

describe('a draft that is listened to', () => {
  it('is told by whole sentences, each once', () => {
    expect(nextSpoken('The gate', 0)).toEqual({ kind: 'nothing', to: 0 })
    expect(nextSpoken('The gate is open. It clo', 0)).toEqual({ kind: 'text', text: 'The gate is open.', to: 17 })
    expect(nextSpoken('The gate is open. It closes. [1] Then', 17)).toEqual({ kind: 'text', text: 'It closes.', to: 28 })
  })

  it('is counted, not read, where it is written faster than anybody listens', () => {
    const text = 'A short sentence stands here. '.repeat(20)
    expect(nextSpoken(text, 0)).toEqual({ kind: 'progress', to: text.trimEnd().length })
  })

  it('ends a sentence at the end of a line too, and leaves out the marks of the text', () => {
    expect(nextSpoken('## **The plan**\nWe', 0)).toEqual({ kind: 'text', text: 'The plan', to: 16 })
  })

  it('is told the cells of a table, and the words of a link, not its address', () => {
    const text = '| Item | Price |\n|:--|--:|\n| *Boat* | 5 |\n- See [the plan](https://x.example).\n'
    expect(nextSpoken(text, 0)).toMatchObject({ kind: 'text', text: 'Item, Price\nBoat, 5\nSee the plan.' })
  })

  it('begins anew with a draft that begins anew', () => {
    expect(nextSpoken('Anew. ', 400)).toEqual({ kind: 'text', text: 'Anew.', to: 5 })
  })
})
