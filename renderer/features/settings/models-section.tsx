import { useEffect } from 'react'
import { useResources } from '../../state/app-context.ts'
import { EmbeddingCard } from './embedding-card.tsx'
import { LangbaseCards } from './langbase-card.tsx'
import { ModelsCard } from './models-card.tsx'
import { SettingAnchor } from './setting-anchor.tsx'

/** Models of this machine, how sources are searched, and what a Langbase account holds. */
export function ModelsSection() {
  const listen = useResources((s) => s.listen)
  useEffect(() => listen(), [listen])
  return (
    <>
      <SettingAnchor id="models-here">
        <ModelsCard />
      </SettingAnchor>
      <SettingAnchor id="embedding">
        <EmbeddingCard />
      </SettingAnchor>
      <SettingAnchor id="langbase">
        <LangbaseCards />
      </SettingAnchor>
    </>
  )
}
