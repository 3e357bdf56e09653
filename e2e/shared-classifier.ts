import { fileURLToPath } from 'node:url'
import { createClassifier, loadLexicons, type SectionClassifier } from '../main/privacy/classifier/index.ts'
import type { RuleBook } from '../main/privacy/rules/index.ts'

let made: SectionClassifier | null = null
/** The rules of the app that asks: a text is scanned in one go, so that no other asks in between. */
let asking: RuleBook | null = null

/**
 * The product's classifier for each of the apps that a process of tests starts one after the other: what it is made from is read and
 * worked out once. Each app's own rules hold for its own texts.
 */
export function sharedClassifier(rules: RuleBook): SectionClassifier {
  made ??= createClassifier(loadLexicons(fileURLToPath(new URL('../resources/lexicons', import.meta.url))), {
    taggers: [(view) => (asking?.taggers ?? []).flatMap((tag) => [...tag(view)])],
    isDismissed: (finding, view) => asking?.isDismissed(finding, view) === true,
  })
  const { scan, scanSection } = made
  return {
    scan(text) {
      asking = rules
      return scan(text)
    },
    scanSection(text, section, goesOn) {
      asking = rules
      return scanSection(text, section, goesOn)
    },
  }
}
