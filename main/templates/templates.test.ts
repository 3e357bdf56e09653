import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FieldValuesSchema, type Template, TemplateDefinitionSchema, type TemplateField } from '#contracts/templates.ts'
import { composeRequest, createTemplateBook, loadBuiltInTemplates, parseJsonSchema, previewText } from './index.ts'

const SHIPPED = loadBuiltInTemplates(join(import.meta.dirname, '../../resources/templates'))
const shipped = (id: string): Template => {
  const found = SHIPPED.find((template) => template.id === id)
  if (found === undefined) throw new Error(`no template ${id}`)
  return found
}
const SCHEMA = '{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}'

describe('the templates that come with the app', () => {
  it('are the ones that the command line and the API know', () => {
    expect(SHIPPED.map(({ id }) => id)).toEqual([
      'summary',
      'brief',
      'email',
      'bullets',
      'report',
      'post',
      'translation',
      'rewrite',
      'extraction',
    ])
  })

  it.each(['summary', 'brief', 'email', 'bullets'])(
    'leave a plain prompt for a %s as it is, and the extractive engine can honour it',
    (id) => {
      const { prompt, form } = composeRequest(shipped(id), 'Summarise the plan.\n', {})
      expect(prompt).toBe('Summarise the plan.\n')
      expect(form).toMatchObject({ typed: 'Summarise the plan.\n', extractive: id, fields: {} })
      expect(form.shape).toMatch(/^Write /)
    },
  )

  it.each(['translation', 'rewrite', 'extraction'])('%s takes a model', (id) => {
    expect(shipped(id).extractive).toBeNull()
  })
})

describe('what is filled in', () => {
  it('becomes part of the request, behind the prompt', () => {
    const { prompt, form } = composeRequest(shipped('email'), 'Thank them for the boat.', {
      recipient: 'Ann Ellison',
      tone: 'friendly',
      language: 'de',
      length: 'short',
    })
    expect(prompt).toBe(
      'Thank them for the boat.\n\nThe e-mail is to Ann Ellison.\nUse a friendly tone.\nAim at three sentences.\nWrite in German.',
    )
    expect(form.shape).not.toContain('Ann')
  })

  it('may stand for the prompt where the template says so', () => {
    expect(composeRequest(shipped('translation'), ' ', { target: 'fr', text: 'Good morning' }).prompt).toBe(
      'Translate into French.\nText to translate:\nGood morning',
    )
    expect(() => composeRequest(shipped('summary'), '', { focus: 'cost' })).toThrow(expect.objectContaining({ code: 'PROMPT_EMPTY' }))
    expect(() => composeRequest(shipped('email'), '', {})).toThrow(expect.objectContaining({ code: 'PROMPT_EMPTY' }))
  })

  it.each([
    ['email', { tone: 'angry' }, 'tone'],
    ['email', { recipent: 'x' }, 'recipent'],
    ['email', { recipient: 'x'.repeat(201) }, 'recipient'],
    ['email', { recipient: 'two\nlines' }, 'recipient'],
    ['bullets', { points: 0 }, 'points'],
    ['bullets', { points: 'many' }, 'points'],
    ['post', { channel: 'the sky' }, 'channel'],
    ['translation', { text: 'x' }, 'target'],
    ['translation', { target: 'klingon; drop' }, 'target'],
    ['translation', { target: 'de', keep: Array.from({ length: 21 }, () => 'x') }, 'keep'],
    ['extraction', { schema: '{"type":"nothing"}' }, 'schema'],
  ])('is refused for %s with %j, and the message names the field', (id, fields, name) => {
    expect(() => composeRequest(shipped(id), 'x', fields)).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT', message: expect.stringContaining(name) }),
    )
  })

  it('is never read as a placeholder, and is all there in the text that is judged', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 80 }).filter((text) => text.trim() !== ''),
        (text) => {
          const about = `${text} {recipient} {tone}`
          const { prompt, form } = composeRequest(shipped('email'), '', { about, tone: 'plain' })
          expect(prompt).toContain(about)
          expect(form.shape).toBe('Write an e-mail with a greeting, a short body and a closing line.')
        },
      ),
    )
  })

  it('is judged while it is typed, also while it could not be sent yet', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (prompt, text, tone) => {
        const judged = previewText(shipped('rewrite'), { prompt, fields: FieldValuesSchema.parse({ text, tone }) })
        if (prompt.trim() !== '') expect(judged).toContain(prompt)
        if (text.trim() !== '') expect(judged).toContain(text)
      }),
    )
  })
})

describe('a template of the workspace', () => {
  const definition = TemplateDefinitionSchema.parse({
    id: 'minutes',
    name: 'Minutes',
    fields: [{ name: 'chair', label: 'Chair', kind: 'text' }],
    instruction: ['Write minutes for Project Nightjar.', 'The chair is {chair}.'],
  })

  it('is a person’s own text, so that all of it is judged', () => {
    const { prompt, form } = composeRequest({ ...definition, builtIn: false }, 'From my notes.', { chair: 'Ann' })
    expect(prompt).toBe('From my notes.\n\nWrite minutes for Project Nightjar.\nThe chair is Ann.')
    expect(form.shape).toBe('')
  })

  it.each([
    [{ fields: [field('a'), field('a')] }, 'two fields named a'],
    [{ instruction: ['{missing}'] }, '{missing}'],
    [{ fields: [{ name: 'n', label: 'N', kind: 'number', min: 2, max: 1 }] }, 'minimum'],
    [{ fields: [{ name: 'c', label: 'C', kind: 'choice', choices: [{ value: 'x', label: 'X' }], default: 'y' }] }, 'none of its choices'],
    [{ output: 'json', extractive: 'summary' }, 'cannot write JSON'],
    [{ id: '../x' }, 'id'],
  ])('is refused when it makes no sense: %j', (patch, why) => {
    const parsed = TemplateDefinitionSchema.safeParse({ ...definition, ...patch })
    expect(parsed.success).toBe(false)
    expect(JSON.stringify(parsed.error?.issues)).toContain(why)
  })

  it('is kept, replaced and removed; those of the app are not', async () => {
    const stored = new Map<string, typeof definition>()
    const changes: string[] = []
    const book = createTemplateBook({
      clock: { now: () => 1, monotonic: () => 1 },
      builtIn: () => SHIPPED,
      onChanged: () => changes.push('changed'),
      store: {
        list: async () => [...stored.values()],
        put: async (template) => void stored.set(template.id, template),
        remove: async (id) => stored.delete(id),
      },
    })
    await book.put(definition)
    await book.put({ ...definition, name: 'Better minutes' })
    expect((await book.get('minutes')).name).toBe('Better minutes')
    await expect(book.put({ ...definition, id: 'summary' })).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(book.remove('summary')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await book.remove('minutes')).toBe(true)
    expect(await book.remove('minutes')).toBe(false)
    await expect(book.get('minutes')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(changes).toHaveLength(3)
  })
})

describe('a JSON schema', () => {
  it('is carried with the request', () => {
    const { prompt, form } = composeRequest(shipped('extraction'), '', { schema: SCHEMA, text: 'Ann came.' })
    expect(form.jsonSchema).toEqual(JSON.parse(SCHEMA))
    expect(prompt).toContain(SCHEMA)
  })

  it.each([
    ['not json'],
    ['[]'],
    ['{"$ref":"#"}'],
    ['{"type":"string","pattern":"(a+)+$"}'],
    ['{"properties":{"a":1}}'],
    ['{"type":"array","items":[{}]}'],
    ['{"enum":[]}'],
    [`${'{"items":'.repeat(20)}{}${'}'.repeat(20)}`],
    [JSON.stringify({ anyOf: Array.from({ length: 600 }, () => ({})) })],
  ])('outside of what is checked is refused: %s', (text) => {
    expect(parseJsonSchema(text).ok).toBe(false)
  })

  it('never makes the reader throw', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => typeof parseJsonSchema(text).ok === 'boolean'))
  })
})

function field(name: string): Partial<TemplateField> {
  return { name, label: name, kind: 'text' }
}
