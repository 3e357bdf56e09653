import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TidegateError } from '#contracts/errors.ts'

const PipeTemplateFileSchema = z.array(
  z.strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]*$/),
    description: z.string(),
    model: z.string().regex(/^[^:]+:.+$/),
    temperature: z.number().min(0).max(2),
    maxTokens: z.number().int().positive(),
    json: z.boolean(),
    system: z.string().min(1),
  }),
)

/** A pipe as the app makes it. `model` is `maker:model`. */
export type NewPipe = z.infer<typeof PipeTemplateFileSchema>[number]

/** The pipes of `resources/langbase/pipes.json`. Throws CONFIG_INVALID where the file is not as it was shipped. */
export function loadPipeTemplates(resourcesDir: string): readonly NewPipe[] {
  try {
    return PipeTemplateFileSchema.parse(JSON.parse(readFileSync(join(resourcesDir, 'langbase', 'pipes.json'), 'utf8')))
  } catch (error) {
    throw new TidegateError('CONFIG_INVALID', 'The templates of pipes in the app’s resources cannot be read. Install the app anew.', {
      cause: error,
    })
  }
}
