/** Prompts that suit the sample workspace. */
export const EXAMPLE_PROMPTS: readonly string[] = [
  'Summarise the most important points of these sources.',
  'Which decisions were made, by when, and who is responsible?',
  'Draft an e-mail to the team about the next steps and deadlines.',
]
