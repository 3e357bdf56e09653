import { describe, expect, it } from 'vitest'
import { composeMessages, schemaToSend } from './prompt.ts'

const SCHEMA = '{ "type": "object", "description": "like Ann" }'
const form = { shape: 'Extract.', output: 'json', fields: { schema: SCHEMA }, jsonSchema: JSON.parse(SCHEMA) } as const

describe('the schema that goes to a provider', () => {
  const sent = (prompt: string) => schemaToSend(form, composeMessages({ prompt, form, passages: [], masked: true }))

  it('goes along with the request that holds it word for word', () => {
    expect(sent(`From the note.\n\nJSON schema:\n${SCHEMA}`)).toEqual(form.jsonSchema)
  })

  it('stays here where masking has changed the text: it holds something private', () => {
    expect(sent(`From the note.\n\nJSON schema:\n${SCHEMA.replace('Ann', 'Mia')}`)).toBeUndefined()
  })

  it('is nothing where none was given', () => {
    expect(schemaToSend({ fields: {} }, [])).toBeUndefined()
  })
})

it('a person’s words are in the request only, never in the rules', () => {
  const [rules, request] = composeMessages({ prompt: 'Dear Ann', form, passages: [], masked: false })
  expect(rules?.content).not.toContain('Ann')
  expect(request).toEqual({ role: 'user', content: 'Dear Ann' })
})
