import { z } from 'zod'

/** Where a model is computed: on the processor, or on a graphics card through a build of the engine for it. */
export const GPU_CHOICES = ['off', 'cuda', 'vulkan', 'metal'] as const
export const GpuChoiceSchema = z.enum(GPU_CHOICES)
export type GpuChoice = z.infer<typeof GpuChoiceSchema>

/** How this machine runs embedded models. */
export const ModelSettingsSchema = z.strictObject({
  /** Folders to look for models in, besides those of Ollama, LM Studio, Hugging Face and llama.cpp. */
  folders: z.array(z.string().min(1)).default([]),
  /** An idle model is unloaded after so many minutes. */
  idleMinutes: z.number().positive().max(1_440).default(10),
  /** `auto`: Metal on Apple silicon, else a build for a graphics card where one was installed, else the processor. */
  gpu: z.enum(['auto', ...GPU_CHOICES]).default('auto'),
  /** Processor threads of the engine; 0 leaves one core to the rest of the machine. */
  threads: z.number().int().min(0).max(256).default(0),
})
export type ModelSettings = z.infer<typeof ModelSettingsSchema>
