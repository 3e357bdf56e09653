import type { Template } from '#contracts/templates.ts'

/**
 * What the testing workflow asks a model: the prompt says it all, and the answer is JSON, so that nothing but a model can answer. It is a request
 * like any other, and takes the one way through the gate. No menu offers it.
 */
export const QUESTION: Template = {
  id: 'tidegate-question',
  name: 'Question',
  purpose: 'Asks a model for one JSON value.',
  promptOptional: false,
  fields: [],
  instruction: [],
  output: 'json',
  extractive: null,
  builtIn: true,
}
