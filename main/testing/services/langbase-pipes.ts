import { z } from 'zod'
import { sendLangbaseError } from './langbase-error.ts'
import { type Exchange, sendJson } from './recording-server.ts'

const PipeSchema = z.looseObject({
  name: z.string().min(1),
  description: z.string().default(''),
  status: z.enum(['public', 'private']).default('public'),
  upsert: z.boolean().optional(),
  model: z.string().default('openai:gpt-4o-mini'),
  stream: z.boolean().default(true),
})

export interface Pipe {
  readonly name: string
  readonly description: string
  readonly status: 'public' | 'private'
  readonly model: string
  readonly stream: boolean
  readonly apiKey: string
}

/** The pipes of one account: list, create, update, and the pipe that a key belongs to. */
export interface PipeStore {
  get(name: string): Pipe | undefined
  ofKey(key: string): Pipe | undefined
  list(exchange: Exchange): void
  create(exchange: Exchange): void
  update(exchange: Exchange, name: string): void
}

export function createPipeStore(names: readonly string[], owner: string): PipeStore {
  const pipes = new Map<string, Pipe>(names.map((name) => [name, pipeOf(name)]))

  function save(exchange: Exchange, fields: Omit<Pipe, 'apiKey'>): void {
    const pipe = { ...fields, apiKey: keyOf(fields.name) }
    pipes.set(pipe.name, pipe)
    const { name, description, status, apiKey } = pipe
    sendJson(exchange, 200, { name, description, status, owner_login: owner, url: urlOf(owner, name), type: 'run', api_key: apiKey })
  }

  return {
    get: (name) => pipes.get(name),
    ofKey: (key) => [...pipes.values()].find(({ apiKey }) => apiKey === key),
    list(exchange) {
      const listed = [...pipes.values()].map(({ apiKey: _secret, ...pipe }) => ({
        owner_login: owner,
        url: urlOf(owner, pipe.name),
        json: false,
        store: true,
        moderate: false,
        top_p: 1,
        max_tokens: 1000,
        temperature: 0.7,
        presence_penalty: 0,
        frequency_penalty: 0,
        stop: [],
        tools: [],
        tool_choice: 'auto',
        parallel_tool_calls: true,
        messages: [],
        variables: [],
        memory: [],
        ...pipe,
      }))
      sendJson(exchange, 200, listed)
    },
    create(exchange) {
      const parsed = PipeSchema.safeParse(exchange.json)
      if (!parsed.success) sendLangbaseError(exchange, 400, 'The pipe needs a name.')
      else if (pipes.has(parsed.data.name) && parsed.data.upsert !== true) sendLangbaseError(exchange, 409, 'A pipe of this name exists.')
      else save(exchange, parsed.data)
    },
    update(exchange, name) {
      const known = pipes.get(name)
      const parsed = PipeSchema.safeParse({ ...known, ...z.record(z.string(), z.unknown()).catch({}).parse(exchange.json), name })
      if (known === undefined) sendLangbaseError(exchange, 404, 'Pipe not found.')
      else if (!parsed.success) sendLangbaseError(exchange, 400, 'The body is not a pipe.')
      else save(exchange, parsed.data)
    },
  }
}

function pipeOf(name: string): Pipe {
  return { name, description: '', status: 'private', model: 'openai:gpt-4o-mini', stream: true, apiKey: keyOf(name) }
}

function keyOf(name: string): string {
  return `pipe_${name.replace(/\W/g, '_')}_key`
}

function urlOf(owner: string, name: string): string {
  return `https://langbase.com/${owner}/${name}`
}
