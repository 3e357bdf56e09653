import { useState } from 'react'
import type { VersionSummary } from '#contracts/documents.ts'
import { t } from '../../i18n/t.ts'
import { useApp, useDocument, useGeneration } from '../../state/app-context.ts'
import { versionInView } from '../../state/document-store.ts'
import { LabelBadge } from '../../ui/badges.tsx'
import { Button } from '../../ui/button.tsx'
import { formatWhen } from '../../ui/format.ts'
import { SidePanel } from './side-panel.tsx'
import { makerOf, type VersionRow, versionTree } from './version-text.ts'
import './history.css'
import './versions.css'

/** All versions of the document as a tree: look at one, set it against the one in view, bring it back, give it a name. */
export function VersionPanel({ onClose }: { readonly onClose: () => void }) {
  const found = useDocument((s) => s.found)
  const currentId = useGeneration((s) => s.currentId)
  const inView = useDocument((s) => versionInView(s, currentId))
  return (
    <SidePanel title={t('Versions')} closeLabel={t('Close versions')} onClose={onClose}>
      {found === null ? <p className="muted">{t('There is no draft in view. Each draft and each edit is kept here.')}</p> : null}
      <ol className="plain-list version-list" aria-label={t('Versions of this draft')}>
        {versionTree(found?.versions ?? []).map((row) => (
          <Row key={row.version.id} row={row} inView={row.version.id === inView} inUse={row.version.id === found?.document.current} />
        ))}
      </ol>
    </SidePanel>
  )
}

function Row({
  row: { version, depth, number },
  inView,
  inUse,
}: {
  readonly row: VersionRow
  readonly inView: boolean
  readonly inUse: boolean
}) {
  const { documents } = useApp()
  const against = useDocument((s) => s.against?.id === version.id)
  const title = version.name === '' ? t('Version {number}', { number }) : version.name
  const indent = { paddingInlineStart: `calc(${Math.min(depth, 6)} * var(--s4))` }
  return (
    <li className={depth > 0 ? 'version version-branch' : 'version'} style={indent}>
      <button
        type="button"
        className="history-item"
        aria-current={inView ? 'true' : undefined}
        onClick={() => void documents.getState().select(version)}
      >
        <span className="row spread">
          <span className="history-title">{title}</span>
          <span className="small muted num">{formatWhen(version.createdAt, Date.now())}</span>
        </span>
        <span className="small muted">{inUse ? t('{maker} · in use', { maker: makerOf(version) }) : makerOf(version)}</span>
        <span className="version-excerpt small">{version.excerpt}</span>
      </button>
      {inView ? (
        <div className="row row-wrap version-actions">
          <LabelBadge label={version.label} />
          <NameField version={version} />
        </div>
      ) : (
        <div className="row row-wrap version-actions">
          <Button small tone="quiet" aria-pressed={against} onClick={() => void documents.getState().compareWith(against ? null : version)}>
            {t('Show changes')}
          </Button>
          <Button small tone="quiet" onClick={() => void documents.getState().restore(version)}>
            {t('Bring back')}
          </Button>
        </div>
      )}
    </li>
  )
}

/** A name is kept when the field is left, or with Enter. */
function NameField({ version }: { readonly version: VersionSummary }) {
  const { documents } = useApp()
  const [name, setName] = useState(version.name)
  const keep = (): void => {
    if (name.trim() !== version.name) void documents.getState().rename(version, name)
  }
  return (
    <input
      className="text-input version-name"
      aria-label={t('Name of this version')}
      placeholder={t('Name this version')}
      maxLength={120}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  )
}
