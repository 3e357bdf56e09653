/** Source of a pattern: what stands between a name and its value in programs, settings files and markup. */
export const ASSIGN = String.raw`(?:={1,3}>?|:{1,3}=|[?+.]=|\|\|:?=?|<=|:|>|,)`
