import { describe, expect, it } from 'vitest'
import { createOneAtATime } from './one-at-a-time.ts'

function setUp() {
  const asked: string[] = []
  const turns: Array<PromiseWithResolvers<void>> = []
  const one = createOneAtATime((input: string) => {
    asked.push(input)
    const turn = Promise.withResolvers<void>()
    turns.push(turn)
    return turn.promise
  })
  return { one, asked, turns }
}

describe('asking one at a time', () => {
  it('asks the first at once, and of those that come meanwhile only the last', async () => {
    const { one, asked, turns } = setUp()
    for (const input of ['h', 'ha', 'har', 'harbour']) one.ask(input)
    expect(asked).toEqual(['h'])
    turns[0]?.resolve()
    await turns[0]?.promise
    expect(asked).toEqual(['h', 'harbour'])
  })

  it('goes on after a failure', async () => {
    const { one, asked, turns } = setUp()
    one.ask('a')
    one.ask('b')
    turns[0]?.reject(new Error('gone'))
    // Its failure is what this is about.
    await turns[0]?.promise.catch(() => {})
    await Promise.resolve()
    expect(asked).toEqual(['a', 'b'])
  })

  it('forgets what waits when it is cancelled', async () => {
    const { one, asked, turns } = setUp()
    one.ask('a')
    one.ask('b')
    one.cancel()
    turns[0]?.resolve()
    await turns[0]?.promise
    one.ask('c')
    expect(asked).toEqual(['a', 'c'])
  })
})
