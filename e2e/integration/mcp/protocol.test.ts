import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { EmptyResultSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import type { JsonSchemaType } from '@modelcontextprotocol/sdk/validation'
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MCP_GRANTS } from '#contracts/mcp.ts'
import { removeDataDir, startHost } from '../../host-process.ts'
import { makeSettledDataDir } from '../../settled-database.ts'
import { warmTidegate as tidegate } from '../command.ts'
import { call, connectHttp, connectStdio } from './clients.ts'

// What the inspector of the protocol asks of a server, on both transports, by the official client, which checks every answer against its schema.

const LIMIT_MS = 120_000
const NOTE = 'The barrier closes at high water. The tide turns twice a day.'
const source = [{ name: 'tides.txt', text: NOTE }]
const TEXT = 'Write to mara.lindqvist@harbour-office.org.'
type Input = Readonly<Record<string, unknown>>

/** For each tool an input that it takes, made on the spot where it needs an id, and some that it does not. */
const TOOLS: Readonly<Record<string, { readonly valid: (client: Client) => Promise<Input>; readonly invalid: readonly Input[] }>> = {
  scan: { valid: async () => ({ text: TEXT }), invalid: [{}, { text: 5 }, { text: TEXT, extra: 1 }] },
  mask: { valid: async () => ({ text: TEXT }), invalid: [{}, { text: TEXT, vaultId: '' }] },
  restore: { valid: async (client) => restoreInput(client), invalid: [{ text: TEXT }, { text: TEXT, vaultId: 'vlt_none' }] },
  route: { valid: async () => ({ prompt: 'On tides.' }), invalid: [{}, { prompt: 'On tides.', route: 'by-sea' }] },
  generate: {
    valid: async () => ({ prompt: 'When does the barrier close?', sources: source }),
    invalid: [{}, { prompt: 'On tides.', maxCostUsd: -1 }, { prompt: 'On tides.', sources: [{ id: 'src_none' }] }],
  },
  jobs_list: { valid: async () => ({}), invalid: [{ limit: 0 }, { state: 'lost' }] },
  jobs_show: { valid: async (client) => ({ id: await jobOf(client) }), invalid: [{}, { id: 'job_none' }] },
  jobs_cancel: { valid: async (client) => ({ id: await jobOf(client) }), invalid: [{}, { id: 'job_none' }] },
  ledger_list: { valid: async () => ({ limit: 5 }), invalid: [{ limit: 'all' }, { before: 0 }] },
  ledger_verify: { valid: async () => ({}), invalid: [{ deep: true }] },
  sources_list: { valid: async () => ({}), invalid: [{ label: 'public' }] },
  sources_search: { valid: async () => ({ query: 'barrier' }), invalid: [{}, { query: '' }, { query: 'x', limit: 1_000 }] },
  test_run: { valid: async () => ({ names: ['own-holds'] }), invalid: [{ names: 'own-holds' }, { names: ['none'] }, { repeat: 0 }] },
}

/** Of templates; any other takes a word. */
const FIELDS: Readonly<Record<string, string>> = { schema: '{"type":"object"}', target: 'de' }

async function restoreInput(client: Client): Promise<Input> {
  const { text, vaultId } = (await call(client, 'mask', { text: TEXT })).data
  return { text, vaultId }
}

async function jobOf(client: Client): Promise<string> {
  const { jobs } = z.object({ jobs: z.array(z.object({ id: z.string() })) }).parse((await call(client, 'jobs_list')).data)
  return jobs[0]?.id ?? 'job_none'
}

/** What a request is refused with. Fails where it is not. */
async function refusal(asked: Promise<unknown>): Promise<McpError> {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof McpError)) throw new Error(`It was not refused as the protocol says: ${String(error)}`)
  expect(error.code).toBeTypeOf('number')
  expect(error.message).not.toBe('')
  return error
}

describe.each(['stdio', 'http'] as const)('the protocol over %s', (transport) => {
  let client: Client
  let end: () => Promise<void>
  const schemas = new AjvJsonSchemaValidator()

  beforeAll(async () => {
    // The machine may be as busy as it likes.
    const dataDir = makeSettledDataDir({ machine: { cpuSaturatedPct: 101 }, mcp: { grants: Object.keys(MCP_GRANTS) } })
    mkdirSync(join(dataDir, 'scenarios'))
    const steps = '  - wait: { for: { role: checkbox, name: board-notes.md } }'
    const scenario = `name: own-holds\ntitle: The first screen\nsteps:\n${steps}\nexpect:\n  - text: Prompt\n`
    writeFileSync(join(dataDir, 'scenarios', 'own-holds.yaml'), scenario)
    writeFileSync(join(dataDir, 'tides.txt'), NOTE)
    await tidegate(['sources', 'add', join(dataDir, 'tides.txt'), '--data-dir', dataDir])
    const host = transport === 'http' ? await startHost(dataDir) : null
    const connected =
      host === null ? await connectStdio(dataDir) : await connectHttp({ port: Number(new URL(host.url).port), token: host.token })
    client = connected.client
    end = async () => {
      await client.close()
      await host?.stop()
      removeDataDir(dataDir)
    }
  }, LIMIT_MS)
  afterAll(() => end())

  it('says who it is and what it can do, and answers a ping', async () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'tidegate', version: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    expect(client.getServerCapabilities()).toMatchObject({ tools: {}, resources: {}, prompts: {} })
    expect(await client.ping()).toEqual({})
  })

  it('lists tools by names that every client can take, with schemas that are JSON Schema', async () => {
    const { tools, nextCursor } = await client.listTools()
    expect(nextCursor).toBeUndefined()
    // A new tool needs its line above.
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(TOOLS).sort())
    for (const { name, inputSchema, outputSchema } of tools) {
      expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
      expect(() => schemas.getValidator(inputSchema as JsonSchemaType), name).not.toThrow()
      if (outputSchema === undefined) throw new Error(`${name} has no schema of what comes out.`)
      expect(() => schemas.getValidator(outputSchema as JsonSchemaType), name).not.toThrow()
    }
    expect(() => schemas.getValidator({ type: 'no such type' } as unknown as JsonSchemaType)).toThrow()
  })

  const [ofTests, others] = [['test_run'], Object.keys(TOOLS).filter((name) => name !== 'test_run')]
  const title = '%s answers what its schema says, and refuses what it does not take'
  it.each(others)(title, { timeout: LIMIT_MS }, answersByItsSchema)
  it.each(ofTests)(title, { tags: transport === 'http' ? ['long'] : [], timeout: LIMIT_MS }, answersByItsSchema)

  async function answersByItsSchema(name: string): Promise<void> {
    const { tools } = await client.listTools()
    const tool = tools.find((one) => one.name === name)
    const { valid, invalid } = TOOLS[name] ?? { valid: async () => ({}), invalid: [] }
    const given = await valid(client)
    const takes = schemas.getValidator(tool?.inputSchema as JsonSchemaType)
    expect(takes(given).valid).toBe(true)
    // The client checks what comes back by the tool's own schema.
    const { isError, text, data } = await call(client, name, given, { timeout: LIMIT_MS })
    expect([isError, isError ? text : '']).toEqual([false, ''])
    expect(JSON.parse(text)).toEqual(data)
    expect(invalid.length).toBeGreaterThan(0)
    for (const input of invalid) {
      const refused = await call(client, name, input)
      expect([JSON.stringify(input), refused.isError]).toEqual([JSON.stringify(input), true])
      expect(refused.text).not.toBe('')
    }
  }

  it('lists resources, each of which can be read, and says of others that there are none', async () => {
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate).sort()).toEqual(['tidegate://drafts/{id}', 'tidegate://sources/{id}'])
    const { resources } = await client.listResources()
    expect(resources.map(({ name }) => name)).toContain('tides.txt')
    for (const { uri, mimeType } of resources) {
      const { contents } = await client.readResource({ uri })
      expect(contents, uri).toMatchObject([{ uri, mimeType, text: expect.any(String) }])
    }
    expect((await refusal(client.readResource({ uri: 'tidegate://sources/src_none' }))).code).toBe(-32_002)
    await refusal(client.readResource({ uri: 'tidegate://nothing/of/the/kind' }))
    await refusal(client.readResource({ uri: 'no address' }))
  })

  it('lists prompts, each of which can be had with its arguments, and says what is wrong', async () => {
    const { prompts } = await client.listPrompts()
    expect(prompts.length).toBeGreaterThan(3)
    for (const { name, arguments: args = [] } of prompts) {
      const given = Object.fromEntries(
        args.filter(({ required }) => required === true).map((one) => [one.name, FIELDS[one.name] ?? 'tides']),
      )
      const { messages } = await client.getPrompt({ name, arguments: given })
      expect(messages.length, name).toBeGreaterThan(0)
      if (Object.keys(given).length > 0)
        expect((await refusal(client.getPrompt({ name, arguments: {} }))).code, name).toBe(ErrorCode.InvalidParams)
    }
    expect((await refusal(client.getPrompt({ name: 'no-such' }))).code).toBe(ErrorCode.InvalidParams)
  })

  it('refuses methods that it does not know, and requests that are none, and goes on', async () => {
    const ask = (method: string, params?: Input) =>
      refusal(client.request({ method, ...(params === undefined ? {} : { params }) } as never, EmptyResultSchema))
    expect((await ask('no/such/method')).code).toBe(ErrorCode.MethodNotFound)
    // What it did not say it can do.
    expect((await ask('logging/setLevel', { level: 'debug' })).code).toBe(ErrorCode.MethodNotFound)
    for (const params of [undefined, {}, { name: 5 }, { name: 'scan', arguments: 'text' }]) await ask('tools/call', params)
    for (const params of [undefined, { uri: 5 }]) await ask('resources/read', params)
    await ask('prompts/get', { name: [] })
    expect((await call(client, 'no_such_tool')).isError).toBe(true)
    expect((await call(client, 'scan', { text: 'still here' })).isError).toBe(false)
  })
})
