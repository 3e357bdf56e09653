export { createPrivacyRules, type PrivacyRules } from './privacy-rules.ts'
export { createRuleBook, type RuleBook } from './rule-book.ts'
