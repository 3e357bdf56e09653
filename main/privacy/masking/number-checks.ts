import { RECOGNIZERS } from '../classifier/recognizers/index.ts'

type Check = (value: string) => boolean

/** By type of finding, what its recognisers ask of a value: check digits above all. */
export const NUMBER_CHECKS: ReadonlyMap<string, readonly Check[]> = new Map(
  [...Map.groupBy(RECOGNIZERS, ({ type }) => type)].map(([type, recognizers]) => [
    type,
    recognizers.flatMap(({ check }) =>
      check === undefined ? [] : [(value: string): boolean => check(value, { text: value, start: 0, end: value.length })],
    ),
  ]),
)
