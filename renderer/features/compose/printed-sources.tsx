import type { Citation } from '#contracts/generation.ts'
import { t } from '../../i18n/t.ts'

/** What the citations of a draft rest on, for paper, where no panel can be opened. */
export function PrintedSources({ citations }: { readonly citations: readonly Citation[] }) {
  if (citations.length === 0) return null
  return (
    <section className="print-only printed-sources">
      <h3>{t('Sources')}</h3>
      <ul className="plain-list">
        {citations.map(({ marker, source, sourceName, start, quote, verified }) => (
          <li key={`${marker}-${source}-${start}`} dir="auto">
            {verified
              ? t('{marker} {source}: “{quote}”', { marker, source: sourceName, quote })
              : t('{marker} {source}, unverified: “{quote}”', { marker, source: sourceName, quote })}
          </li>
        ))}
      </ul>
    </section>
  )
}
