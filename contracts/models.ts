import { z } from 'zod'

/** Where a model is computed: on the processor, or on a graphics card through a build of the engine for it. */
export const GPU_CHOICES = ['off', 'cuda', 'vulkan', 'metal'] as const
export const GpuChoiceSchema = z.enum(GPU_CHOICES)
export type GpuChoice = z.infer<typeof GpuChoiceSchema>
