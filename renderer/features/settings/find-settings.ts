import { rank } from '../../shell/palette/rank.ts'
import { SECTION_TITLES, SETTINGS, type SettingEntry } from './settings-index.ts'

const MOST = 12

/** The settings that fit what was typed, best first. */
export function findSettings(query: string): readonly SettingEntry[] {
  if (query.trim() === '') return []
  return SETTINGS.flatMap((entry) => {
    const match = rank({ title: entry.title, also: `${SECTION_TITLES[entry.section]} ${entry.text} ${entry.also}` }, query)
    return match === null ? [] : [{ entry, score: match.score }]
  })
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST)
    .map(({ entry }) => entry)
}
