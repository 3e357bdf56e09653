import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TidegateError } from '#contracts/errors.ts'
import { type LogToken, token } from '../../platform.ts'
import { createLog } from '../index.ts'
import { encodeLogs } from './encode-logs.ts'
import type { Resource } from './values.ts'

const RESOURCE: Resource = { version: '1.2.3', host: 'headless', instance: '7f0c', environment: 'staging' }
const AT = Date.parse('2026-03-04T05:06:07.089Z')

/** The lines that a log of ours writes. */
function written(work: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  work(
    createLog({
      clock: { now: () => AT, monotonic: () => 0 },
      ids: { next: () => 'err_1' },
      level: 'debug',
      write: (line) => lines.push(line),
    }),
  )
  return lines
}
interface Logs {
  resourceLogs: { resource: unknown; scopeLogs: { scope: unknown; logRecords: { attributes: { key: string; value: unknown }[] }[] }[] }[]
}
const sent = (lines: readonly string[]): Logs => JSON.parse(encodeLogs(lines, RESOURCE).body) as Logs
const recordsOf = (lines: readonly string[]) => sent(lines).resourceLogs[0]?.scopeLogs[0]?.logRecords ?? []
const attributeOf = (line: string, name: string) => recordsOf([line])[0]?.attributes.find(({ key }) => key === name)?.value

describe('log lines as OTLP', () => {
  it('are what the specification’s example is', () => {
    const lines = written((log) => log.warn('job.abandoned', { job: token('job_1'), tries: 3, ratio: 0.5, last: true, none: null }))
    expect(sent(lines)).toEqual({
      resourceLogs: [
        {
          resource: {
            attributes: [
              { key: 'service.name', value: { stringValue: 'tidegate' } },
              { key: 'service.version', value: { stringValue: '1.2.3' } },
              { key: 'service.instance.id', value: { stringValue: '7f0c' } },
              { key: 'deployment.environment.name', value: { stringValue: 'staging' } },
              { key: 'tidegate.host', value: { stringValue: 'headless' } },
            ],
          },
          scopeLogs: [
            {
              scope: { name: 'tidegate.log', version: '1.2.3' },
              logRecords: [
                {
                  timeUnixNano: '1772600767089000000',
                  observedTimeUnixNano: '1772600767089000000',
                  severityNumber: 13,
                  severityText: 'warn',
                  eventName: 'job.abandoned',
                  body: { stringValue: 'job.abandoned' },
                  attributes: [
                    { key: 'job', value: { stringValue: 'job_1' } },
                    { key: 'tries', value: { intValue: '3' } },
                    { key: 'ratio', value: { doubleValue: 0.5 } },
                    { key: 'last', value: { boolValue: true } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
  })

  it.each([
    ['debug', 5],
    ['info', 9],
    ['warn', 13],
  ] as const)('of level %s have severity %i', (level, severityNumber) => {
    expect(recordsOf(written((log) => log[level]('a.b')))).toMatchObject([{ severityNumber, severityText: level }])
  })

  it('tell an error by its class, its code and its frames, with its causes and without folders', () => {
    const error = new TidegateError('NOT_FOUND', 'There is no such draft.', { cause: new RangeError('tide') })
    const [line = ''] = written((log) => log.error('work.failed', error))
    expect(recordsOf([line])).toMatchObject([{ severityNumber: 17 }])
    expect(attributeOf(line, 'id')).toEqual({ stringValue: 'err_1' })
    expect(attributeOf(line, 'exception.type')).toEqual({ stringValue: 'TidegateError' })
    expect(attributeOf(line, 'error.type')).toEqual({ stringValue: 'NOT_FOUND' })
    const { stringValue: stack } = attributeOf(line, 'exception.stacktrace') as { stringValue: string }
    expect(stack).toMatch(/^TidegateError \[NOT_FOUND\]\n {4}at .*otlp\/encode-logs\.test\.ts:\d+:\d+\)?\n/)
    expect(stack).toMatch(/\nCaused by: RangeError\n/)
    expect(stack).not.toMatch(/no such draft|tide/)
    expect(stack).not.toContain(import.meta.dirname)
  })

  it.each([
    ['at work (file:///home/ann/app/out/main/app.js:1:2)', 'at work (main/app.js:1:2)'],
    ['at /home/ann b/app/out/main/app.js:1:2', 'at main/app.js:1:2'],
    ['at async /home/ann/app/out/main/app.js:1:2', 'at async main/app.js:1:2'],
    ['at async Gate.decide (C:\\Users\\Ann B\\app\\gate.js:10:20)', 'at async Gate.decide (app/gate.js:10:20)'],
    ['at new Gate (file:///C:/Users/Ann%20B/app/gate.js:10:20)', 'at new Gate (app/gate.js:10:20)'],
    ['at node:internal/process/task_queues:95:5', 'at node:internal/process/task_queues:95:5'],
    ['at async Promise.all (index 0)', 'at async Promise.all (index 0)'],
    ['at Array.map (<anonymous>)', 'at Array.map (<anonymous>)'],
  ])('of a frame "%s" tell "%s"', (frame, told) => {
    const line = JSON.stringify({
      at: new Date(AT).toISOString(),
      level: 'error',
      event: 'a.b',
      causes: [{ name: 'Error', frames: [frame] }],
    })
    expect(attributeOf(line, 'exception.stacktrace')).toEqual({ stringValue: `Error\n    ${told}` })
  })

  it('of a path tell the last name', () => {
    const [line = ''] = written((log) => log.info('storage.backed_up', { path: token('/home/ann/.local/share/tidegate/backups/b.db') }))
    expect(attributeOf(line, 'path')).toEqual({ stringValue: 'b.db' })
    const [other = ''] = written((log) => log.info('a.b', { job: token('a/b') }))
    expect(attributeOf(other, 'job')).toEqual({ stringValue: 'a/b' })
  })

  it('that are none are left out', () => {
    const lines = written((log) => log.info('a.b'))
    expect(encodeLogs(['', 'Anna Berger', '{"at":1}', '{"level":"info"}', ...lines], RESOURCE)).toMatchObject({ count: 1 })
    expect(encodeLogs(['Anna Berger'], RESOURCE).body).not.toContain('Anna')
  })

  it('of any fields are read back as they were', () => {
    const value = fc.oneof(
      fc.integer(),
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.boolean(),
      fc.constantFrom(token('a'), token('b-1')),
    )
    const names = fc.stringMatching(/^[a-z]{3,8}$/).filter((name) => !['level', 'event', 'causes'].includes(name))
    fc.assert(
      fc.property(fc.dictionary(names, value), (fields: Record<string, number | boolean | LogToken>) => {
        const [record] = recordsOf(written((log) => log.info('a.b', fields)))
        const back = Object.fromEntries(record?.attributes.map(({ key, value: typed }) => [key, plain(typed)]) ?? [])
        expect(back).toEqual(JSON.parse(JSON.stringify(fields)))
      }),
    )
  })
})

function plain(typed: unknown): unknown {
  const [[kind, value] = []] = Object.entries(typed as object) as [string, unknown][]
  return kind === 'intValue' ? Number(value) : value
}
