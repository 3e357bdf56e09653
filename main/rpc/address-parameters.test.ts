import { isContractProcedure } from '@orpc/contract'
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { contract } from '#contracts/rpc.ts'

const Parameters = z.array(
  z.object({ name: z.string(), schema: z.object({ type: z.string().optional(), minimum: z.number().optional() }) }),
)

/** The calls of the contract by method and path. */
function callsOf(node: unknown): { readonly key: string; readonly schema: z.ZodType }[] {
  if (isContractProcedure(node)) {
    const { route, inputSchema } = node['~orpc']
    return inputSchema instanceof z.ZodType ? [{ key: `${route.method ?? 'POST'} ${route.path}`, schema: inputSchema }] : []
  }
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(callsOf) : []
}

it('a number in the address of a call is read as one: addresses hold text alone', async () => {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const { paths = {} } = await generator.generate(contract, { info: { title: 'Tidegate', version: '0' } })
  const schemas = new Map(callsOf(contract).map(({ key, schema }) => [key, schema]))
  const numbers = Object.entries(paths).flatMap(([path, calls]) =>
    Object.entries(calls ?? {}).flatMap(([method, call]) => {
      const parameters = Parameters.safeParse(typeof call === 'object' && 'parameters' in call ? call.parameters : [])
      const schema = schemas.get(`${method.toUpperCase()} ${path}`)
      const named = parameters.success ? parameters.data.filter((one) => one.schema.type === 'integer' || one.schema.type === 'number') : []
      return named.map(({ name }) => ({ name, call: `${method} ${path}`, schema }))
    }),
  )
  expect(numbers.length).toBeGreaterThan(20)
  const refused = numbers.filter(({ name, schema }) => {
    const read = schema?.safeParse({ [name]: '5' })
    return read?.error?.issues.some(({ path }) => path[0] === name) ?? false
  })
  expect(refused.map(({ call, name }) => `${call} ${name}`)).toEqual([])
})
