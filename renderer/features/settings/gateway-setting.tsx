import { Copy } from 'lucide-react'
import { t, verbatim } from '../../i18n/t.ts'
import { useApp, useHost } from '../../state/app-context.ts'
import { copyText } from '../../state/copy-text.ts'
import { describeError } from '../../state/describe-error.ts'
import { IconButton } from '../../ui/button.tsx'
import { Setting } from './setting.tsx'

/** Where clients of OpenAI's API find the gate. The key is told by the name of its file: no page has it. */
export function GatewaySetting() {
  const info = useHost((s) => s.info)
  if (info === null) return null
  return (
    <Setting id="gateway">
      {info.port === undefined ? (
        <p className="setting-text">
          {t('This window serves no other programs. Start the host that does:')} <code dir="ltr">{verbatim('npx tidegate serve')}</code>
        </p>
      ) : (
        <dl className="facts">
          <dt>{t('Address')}</dt>
          <dd className="row">
            <code dir="ltr">{verbatim(`http://127.0.0.1:${info.port}/v1`)}</code>
            <CopyAddress address={`http://127.0.0.1:${info.port}/v1`} />
          </dd>
          <dt>{t('Key')}</dt>
          <dd>
            {t('In the file {file} of the data folder', { file: 'host-token' })} <bdi className="mono muted">{info.dataDir}</bdi>
          </dd>
          <dt>{t('Models')}</dt>
          <dd>
            <code dir="ltr">{verbatim('auto, local, hosted, hybrid, PROVIDER/MODEL')}</code>
          </dd>
        </dl>
      )}
    </Setting>
  )
}

function CopyAddress({ address }: { readonly address: string }) {
  const { ui, connection } = useApp()
  return (
    <IconButton
      small
      label={t('Copy the address')}
      icon={<Copy size={14} aria-hidden />}
      onClick={() =>
        copyText(connection, address).then(
          () => ui.getState().notify(t('The address is on the clipboard.')),
          (error: unknown) => ui.getState().notify(describeError(error)),
        )
      }
    />
  )
}
