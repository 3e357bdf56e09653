// A server that streams as fast as it is read, in a process of its own. Prints its port; ends when its standard input does.
import { createServer } from 'node:http'

/** What the request's body says of the answer: `tokens=2000 delay=0`. */
const WISH = /tokens=(\d+)(?: delay=(\d+))?/

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('utf8')
  request.on('data', (chunk: string) => (body += chunk))
  request.on('end', () => {
    if (request.method === 'GET') {
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ object: 'list', data: [{ id: 'test-model', object: 'model' }] }))
      return
    }
    const [, tokens = '50', delay = '0'] = WISH.exec(body) ?? []
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' })
    stream(Number(tokens), Number(delay), (text) => response.write(text)).then(
      () => response.end(),
      () => response.destroy(),
    )
    response.on('error', () => undefined)

    async function stream(count: number, delayMs: number, write: (text: string) => boolean): Promise<void> {
      write(frame({ role: 'assistant', content: '' }))
      for (let number = 0; number < count; number += 1) {
        if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
        // Words that no source holds and the number of the token, so that a lost or moved one is seen.
        const whole = write(frame({ content: `w${number} ${number % 12 === 11 ? 'ends.\n' : ''}` }))
        if (!whole) await new Promise((resolve) => response.once('drain', resolve))
        if (response.destroyed) return
      }
      write(
        `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\n`,
      )
      write('data: [DONE]\n\n')
    }
  })
})

function frame(delta: object): string {
  return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'test-model', choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' && address !== null ? address.port : 0}\n`)
})
process.stdin.resume().once('end', () => process.exit(0))
