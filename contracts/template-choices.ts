// Without the schema library, so that the window can use it from its first moment.

/** Limits of a template and of what is filled in, in counts and UTF-16 code units. */
export const TEMPLATE_LIMITS = {
  fields: 20,
  sentences: 30,
  sentenceChars: 4_000,
  choices: 60,
  valueChars: 50_000,
  listItems: 100,
  listItemChars: 500,
  /** Templates of one workspace, beside those that come with the app. */
  perWorkspace: 200,
} as const

/** What a draft is read as: running text, text with headings and lists, or one JSON value. */
export const OUTPUT_KINDS = ['prose', 'markdown', 'json'] as const

/** Forms that the extractive engine can lay sentences out in. */
export const EXTRACTIVE_SHAPES = ['summary', 'brief', 'email', 'bullets'] as const

export const TONES = ['neutral', 'friendly', 'formal', 'plain', 'persuasive', 'enthusiastic'] as const
export const LENGTHS = ['short', 'medium', 'long'] as const
