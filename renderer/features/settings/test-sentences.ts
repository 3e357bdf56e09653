import type { ProviderTest } from '#contracts/providers.ts'
import { t } from '../../i18n/t.ts'
import { KIND_TEXT } from './kind-text.ts'

/** What came of a test, and what to do. */
export function testSentence(
  test: ProviderTest,
  model: string,
  localOnly: boolean,
): { readonly tone: 'good' | 'warn' | 'bad'; readonly text: string } {
  switch (test.outcome) {
    case 'ok':
      return {
        tone: 'good',
        text: t('{count, plural, =0 {It answers.} one {It answers and offers # model.} other {It answers and offers # models.}}', {
          count: test.models.length,
        }),
      }
    case 'model-missing':
      return {
        tone: 'warn',
        text: t('It answers, but has no model “{model}”. Choose one of its models, or get that one there first.', { model }),
      }
    case 'other-kind':
      return {
        tone: 'warn',
        text: t('{kind} answers at this address. Choose that kind.', { kind: test.found === null ? '' : KIND_TEXT[test.found] }),
      }
    case 'no-answer':
      return { tone: 'bad', text: t('Nothing answers at this address. Start the server there, or correct the address.') }
    case 'no-key':
      return { tone: 'warn', text: t('It answers, and wants a key. Save it here first, then store its key.') }
    case 'wrong-key':
      return { tone: 'bad', text: t('It answers, and refused the key. Store the key again.') }
    case 'wrong-address':
      return { tone: 'bad', text: t('Something answers, but not like this kind of provider. Check the kind and the path of the address.') }
    case 'refused':
      return {
        tone: 'warn',
        text: localOnly
          ? t('Local only is on, so hosted providers are not contacted. Turn it off in Privacy defaults to test this one.')
          : t('The gate did not let the question leave: {detail}', { detail: test.detail }),
      }
    case 'failed':
      return { tone: 'bad', text: t('That did not work: {detail}', { detail: test.detail }) }
  }
}
