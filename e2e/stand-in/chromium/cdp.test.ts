import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'

const fixture = join(import.meta.dirname, 'fixtures/interrupted-commands.ts')

interface Command {
  readonly id: number
  readonly method: string
  readonly params: { readonly expression: string }
  readonly sessionId: string
}

describe('a DevTools connection', () => {
  it('loses no command when a tool that evaluates in the main process interrupts it', { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [fixture], { stdio: ['ignore', 'ignore', 'inherit', 'pipe'] })
    let written = ''
    ;(child.stdio[3] as Readable).setEncoding('utf8').on('data', (part: string) => {
      written += part
    })
    const [code] = await once(child, 'close')
    expect(code).toBe(0)
    const commands = written
      .split('\0')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Command)
    const [word, own, evaluated] = commands.at(-1)?.params.expression.split(' ') ?? []
    expect([word, evaluated]).toEqual(['all', '1000'])
    for (const [of, count] of [
      ['own', Number(own)],
      ['evaluated', 1_000],
    ] as const) {
      const sent = commands.map(({ params }) => params.expression).filter((expression) => expression.startsWith(of))
      expect(sent).toEqual(Array.from({ length: count }, (_, index) => `${of} ${index + 1}`))
    }
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
  })
})
