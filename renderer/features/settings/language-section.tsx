import { LANGUAGES, type LanguageId } from '../../i18n/languages.ts'
import { chooseLanguage, chosenLanguage } from '../../i18n/load-language.ts'
import { t } from '../../i18n/t.ts'
import { ChoiceField } from './choice-field.tsx'
import { Setting } from './setting.tsx'

type Choice = LanguageId | 'system'

export function LanguageSection() {
  const options: ReadonlyArray<{ value: Choice; text: string; lang?: string }> = [
    { value: 'system', text: t('System') },
    ...LANGUAGES.map(({ id, name }) => ({ value: id, text: name, lang: id })),
  ]
  const choose = (choice: Choice): void => {
    // What was typed is kept as the page goes.
    chooseLanguage(localStorage, choice === 'system' ? null : choice)
    location.reload()
  }
  return (
    <Setting
      id="language"
      control={
        <ChoiceField<Choice> setting="language" value={chosenLanguage(localStorage) ?? 'system'} options={options} onChange={choose} />
      }
    />
  )
}
