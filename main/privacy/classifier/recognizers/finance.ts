import type { Recognizer } from '../types.ts'
import { iban, luhn, weighted } from './checksums.ts'

export const FINANCE: readonly Recognizer[] = [
  {
    name: 'credit-card',
    type: 'CREDIT_CARD',
    score: 0.95,
    pattern:
      /(?<![\w.,-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|3(?:0[0-5]|[689]\d)\d|6(?:011|5\d{2}|4[4-9]\d)|35\d{2}|62\d{2}|50\d{2}|5[6-9]\d{2}|6[37]\d{2})(?:[ -]?\d){8,15}(?![\w]|[.,-]\d)/g,
    check: (value) => {
      const { length } = value.replace(/\D/g, '')
      return length >= 13 && length <= 19 && luhn(value)
    },
  },
  {
    // Maestro has twelve digits and more, old JCB cards fifteen: common enough as numbers to want the word beside them.
    name: 'card-number-in-context',
    type: 'CREDIT_CARD',
    score: 0.85,
    pattern: /(?<![\w.,-])(?:\d[ -]?){11,18}\d(?![\w]|[.,-]\d)/g,
    check: luhn,
    context: {
      words: /\b(?:cards?|cc|visa|mastercard|maestro|amex|jcb|karte|carte|tarjeta|karta)\b/i,
      window: 48,
      required: true,
      boost: 0,
    },
  },
  {
    name: 'iban',
    type: 'IBAN_CODE',
    score: 0.98,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g,
    check: iban,
  },
  {
    name: 'bank-account-in-context',
    type: 'BANK_ACCOUNT',
    score: 0.7,
    pattern:
      /\b(?:account (?:number|no\.?|#)|acct\.? (?:number|no\.?|#)?|kontonummer|num[ée]ro de compte|n[úu]mero de cuenta|bank account)\s{0,2}(?:is|:|=|number|#)?\s{0,2}(?<value>\d[\d -]{5,18}\d)\b/gi,
    group: 'value',
    literals: ['account', 'acct', 'kontonummer', 'compte', 'cuenta'],
  },
  {
    name: 'us-routing-number',
    type: 'US_BANK_NUMBER',
    score: 0.7,
    pattern: /\b(?:routing|aba|rtn)\b[^\n\d]{0,20}(?<value>\d{9})\b/gi,
    group: 'value',
    literals: ['routing', 'aba', 'rtn'],
    check: (value) => weighted(value, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  },
  {
    name: 'uk-sort-code',
    type: 'UK_BANK_ACCOUNT',
    score: 0.7,
    pattern: /\bsort code\b[^\n\d]{0,10}(?<value>\d{2}-?\d{2}-?\d{2})\b/gi,
    group: 'value',
    literals: ['sort code'],
  },
  {
    name: 'bic-in-context',
    type: 'SWIFT_CODE',
    score: 0.5,
    pattern: /\b(?:bic|swift(?: code)?)\b[^\nA-Z0-9]{0,8}(?<value>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b/g,
    group: 'value',
  },
  {
    name: 'bitcoin-address',
    type: 'CRYPTO',
    score: 0.7,
    pattern: /(?<![A-Za-z0-9])(?:bc1[ac-hj-np-z02-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?![A-Za-z0-9])/g,
    check: (value) => /\d/.test(value) && /[a-z]/.test(value) && (value.startsWith('bc1') || /[A-Z]/.test(value)),
  },
  { name: 'ethereum-address', type: 'CRYPTO', score: 0.7, pattern: /(?<![A-Za-z0-9])0x[a-fA-F0-9]{40}(?![A-Za-z0-9])/g, literals: ['0x'] },
]
