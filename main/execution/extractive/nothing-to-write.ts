/** Why the extractive engine wrote nothing. */
export const NOTHING_TO_DRAW_FROM =
  'There is nothing to write from yet. The extractive engine has no model: it selects and cites sentences of your sources. Attach a source, or use a model (set one up, or start the one that is set up), and try again.'
export const NO_SENTENCES =
  'The attached sources hold no sentences to quote. Attach a text document, or set up a model that can write from data.'
