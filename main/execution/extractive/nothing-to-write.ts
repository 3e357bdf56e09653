/** Why the extractive engine wrote nothing; and what has to be known of what it wrote. */
export const NOTHING_TO_DRAW_FROM =
  'There is nothing to write from yet. The extractive engine has no model: it selects and cites sentences of your sources. Attach a source, or use a model (set one up, or start the one that is set up), and try again.'
export const NO_SENTENCES =
  'The attached sources hold no sentences to quote. Attach a text document, or set up a model that can write from data.'
export const CHOSEN_BY_ENGINE =
  'Hardly any word of the request stands in the sources, so the draft quotes what they say above all. If that misses the point, name what to look for as the sources do, or use a model.'
