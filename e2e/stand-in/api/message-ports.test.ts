import { beforeEach, describe, expect, it } from 'vitest'
import { createValueText } from '../value-text.ts'
import { createDocumentPorts, type DocumentPorts, type PortFrame, StandInChannel, type StandInPort } from './message-ports.ts'

const text = createValueText()

describe('a port that a document holds', () => {
  let sent: PortFrame[]
  let ports: DocumentPorts
  let channel: StandInChannel
  let heard: unknown[]
  let closed: number
  const adopt = (port: StandInPort): number => {
    let number = 0
    ports.adopt([port], ([id = 0]) => {
      number = id
      // What was posted before comes when the document knows the port.
      expect(sent).toEqual([])
    })
    return number
  }
  beforeEach(() => {
    sent = []
    ports = createDocumentPorts((frame) => sent.push(frame))
    channel = new StandInChannel()
    heard = []
    closed = 0
    channel.port1.on('message', ({ data }) => heard.push(data))
    channel.port1.on('close', () => (closed += 1))
    channel.port1.start()
  })

  it('gets what is posted at once and in order, also what was posted before it was handed over', () => {
    channel.port1.postMessage('early')
    const id = adopt(channel.port2)
    channel.port1.postMessage(['a "quoted" text', 'b'])
    channel.port1.postMessage({ n: 1n })
    expect(sent).toEqual([
      [id, 't', 'early'],
      [id, 't', ['a "quoted" text', 'b']],
      [id, 'v', text.encode({ n: 1n })],
    ])
  })

  it('is told by its number which of them a document posts to', () => {
    const id = adopt(channel.port2)
    const other = adopt(new StandInChannel().port2)
    ports.received(`${other}tfor another`)
    ports.received(`${id}t12 tides\nand 3`)
    ports.received(`${id}t`)
    ports.received(`${id}v${text.encode(new Map([['a', -0]]))}`)
    ports.received('999tfor nobody')
    expect(heard).toEqual(['12 tides\nand 3', '', new Map([['a', -0]])])
  })

  it('ends once, whichever side ends it, and hears nothing after', async () => {
    const id = adopt(channel.port2)
    ports.received(`${id}c`)
    ports.received(`${id}c`)
    ports.received(`${id}tlate`)
    channel.port1.postMessage('late')
    await Promise.resolve()
    expect({ heard, closed, posted: sent.filter(([, kind]) => kind === 't') }).toEqual({ heard: [], closed: 1, posted: [] })

    const second = new StandInChannel()
    const secondId = adopt(second.port2)
    second.port1.close()
    expect(sent.filter(([of]) => of === secondId)).toEqual([[secondId, 'c']])
  })

  it('ends with its document, to which nothing is sent any more', async () => {
    adopt(channel.port2)
    ports.closeAll()
    channel.port1.postMessage('late')
    await Promise.resolve()
    expect({ sent, closed }).toEqual({ sent: [], closed: 1 })
  })
})
