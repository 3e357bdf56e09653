import { oc } from '@orpc/contract'
import { z } from 'zod'
import { EXTRACTIVE_SHAPES, LENGTHS, OUTPUT_KINDS, TEMPLATE_LIMITS, TONES } from './template-choices.ts'

export {
  EXTRACTIVE_SHAPES,
  LENGTHS,
  OUTPUT_KINDS,
  TEMPLATE_LIMITS,
  TONES,
} from './template-choices.ts'

export const ExtractiveShapeSchema = z.enum(EXTRACTIVE_SHAPES)
export type ExtractiveShape = z.infer<typeof ExtractiveShapeSchema>

export const TemplateIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'A template’s id is lower-case letters, digits and hyphens, at most 60, and begins with a letter.')
export const FieldNameSchema = z
  .string()
  .regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'A field’s name is letters and digits, at most 40, and begins with a lower-case letter.')

const about = {
  name: FieldNameSchema,
  label: z.string().min(1).max(80),
  help: z.string().max(300).default(''),
  required: z.boolean().default(false),
}
const Text = z.string().max(TEMPLATE_LIMITS.valueChars)

/** One thing that a template asks for. An empty default says that the field may stay open; the sentences that need it are then left out. */
export const TemplateFieldSchema = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('text'), maxChars: z.number().int().min(1).max(2_000).default(200), default: Text.default('') }),
  z.object({
    ...about,
    kind: z.literal('long-text'),
    maxChars: z.number().int().min(1).max(TEMPLATE_LIMITS.valueChars).default(10_000),
    default: Text.default(''),
  }),
  z.object({
    ...about,
    kind: z.literal('choice'),
    choices: z
      .array(z.object({ value: z.string().min(1).max(200), label: z.string().min(1).max(80) }))
      .min(1)
      .max(TEMPLATE_LIMITS.choices),
    default: Text.default(''),
  }),
  z.object({ ...about, kind: z.literal('number'), min: z.number(), max: z.number(), default: z.number().nullable().default(null) }),
  z.object({ ...about, kind: z.literal('language'), default: Text.default('') }),
  z.object({ ...about, kind: z.literal('tone'), default: z.enum(['', ...TONES]).default('') }),
  z.object({ ...about, kind: z.literal('length'), default: z.enum(['', ...LENGTHS]).default('') }),
  z.object({
    ...about,
    kind: z.literal('list'),
    maxItems: z.number().int().min(1).max(TEMPLATE_LIMITS.listItems).default(20),
    default: z.array(z.string().max(TEMPLATE_LIMITS.listItemChars)).max(TEMPLATE_LIMITS.listItems).default([]),
  }),
  z.object({ ...about, kind: z.literal('json-schema'), default: Text.default('') }),
])
export type TemplateField = z.infer<typeof TemplateFieldSchema>

/** What somebody filled in: text, a number, or lines. A JSON schema is given as its text. */
export const FieldValueSchema = z.union([
  Text,
  z.number(),
  z.array(z.string().max(TEMPLATE_LIMITS.listItemChars)).max(TEMPLATE_LIMITS.listItems),
])
export type FieldValue = z.infer<typeof FieldValueSchema>
export const FieldValuesSchema = z.record(FieldNameSchema, FieldValueSchema)
export type FieldValues = z.infer<typeof FieldValuesSchema>

const Definition = z.object({
  id: TemplateIdSchema,
  name: z.string().min(1).max(80),
  /** One sentence: what it is for. */
  purpose: z.string().max(300).default(''),
  /** Whether the prompt may be left empty because the fields say it all. */
  promptOptional: z.boolean().default(false),
  fields: z.array(TemplateFieldSchema).max(TEMPLATE_LIMITS.fields).default([]),
  /**
   * Sentences for the model. `{name}` stands for a field; a sentence with a field that was left open is left out. Those without a field
   * say how to write.
   */
  instruction: z.array(z.string().min(1).max(TEMPLATE_LIMITS.sentenceChars)).max(TEMPLATE_LIMITS.sentences).default([]),
  output: z.enum(OUTPUT_KINDS).default('markdown'),
  /** The form that the extractive engine can honour; null where it takes a model. */
  extractive: ExtractiveShapeSchema.nullable().default(null),
})

/** A template as written in a file. */
export const TemplateDefinitionSchema = Definition.superRefine((template, context) => {
  const complain = (message: string): void => context.addIssue({ code: 'custom', message })
  const names = template.fields.map(({ name }) => name)
  for (const name of names) if (names.indexOf(name) !== names.lastIndexOf(name)) return complain(`There are two fields named ${name}.`)
  for (const sentence of template.instruction) {
    for (const name of placeholdersOf(sentence)) if (!names.includes(name)) complain(`The instruction names {${name}}, which is no field.`)
  }
  for (const field of template.fields) {
    if (field.kind === 'number' && field.min > field.max) complain(`The field ${field.name} has a minimum above its maximum.`)
    if (field.kind === 'choice' && field.default !== '' && !field.choices.some(({ value }) => value === field.default))
      complain(`The default of the field ${field.name} is none of its choices.`)
  }
  if (template.output === 'json' && template.extractive !== null)
    complain('The extractive engine cannot write JSON: extractive must be null.')
  if (template.fields.filter(({ kind }) => kind === 'json-schema').length > (template.output === 'json' ? 1 : 0))
    complain('A JSON schema belongs to a template whose output is json, and there is at most one.')
})
export type TemplateDefinition = z.infer<typeof TemplateDefinitionSchema>

/** A template that can be used. `builtIn` ones come with the app and cannot be changed or removed. */
export const TemplateSchema = Definition.extend({ builtIn: z.boolean() })
export type Template = z.infer<typeof TemplateSchema>

/** The names of the fields that a sentence of an instruction stands on, in order. */
export function placeholdersOf(sentence: string): string[] {
  return [...sentence.matchAll(/\{([a-z][A-Za-z0-9]{0,39})\}/g)].map(([, name]) => name ?? '')
}

/**
 * What a request was made of, kept with it: a template may be changed or removed later. `typed` is the prompt as the person wrote it,
 * `shape` are our own words to the model and never hold a person's.
 */
export const RequestFormSchema = z.object({
  typed: z.string(),
  fields: FieldValuesSchema,
  shape: z.string(),
  output: z.enum(OUTPUT_KINDS),
  extractive: ExtractiveShapeSchema.nullable(),
  /** The schema that a JSON answer has to satisfy, within the subset that is checked. */
  jsonSchema: z.unknown().optional(),
})
export type RequestForm = z.infer<typeof RequestFormSchema>

/** How a JSON answer was found. `reasons` say where it is wrong and quote it, so they are as sensitive as the draft. */
export const StructuredResultSchema = z.object({ valid: z.boolean(), reasons: z.array(z.string()) })
export type StructuredResult = z.infer<typeof StructuredResultSchema>

const ById = z.object({ id: TemplateIdSchema })

export const templatesContract = {
  /** Those that come with the app first, then the workspace's own by name. */
  list: oc.route({ method: 'GET', path: '/templates' }).output(z.array(TemplateSchema)),
  get: oc.route({ method: 'GET', path: '/templates/{id}' }).input(ById).output(TemplateSchema),
  /** Adds one, or replaces the workspace's own of the same id. */
  put: oc.route({ method: 'PUT', path: '/templates' }).input(TemplateDefinitionSchema).output(TemplateSchema),
  remove: oc
    .route({ method: 'DELETE', path: '/templates/{id}' })
    .input(ById)
    .output(z.object({ removed: z.boolean() })),
}
