import type { Recognizer } from '../types.ts'
import { iban, luhn, weighted } from './checksums.ts'
import { base58Check, bech32 } from './crypto-address.ts'

const CARD_WORDS =
  /(?<![\p{L}\d])(?:(?:credit|debit|bank|payment)?[\s_-]?cards?|cc|ccn|pan|visa|mastercard|maestro|amex|american express|jcb|discover|diners|karte|kreditkarte|kartennummer|carte|tarjeta|cart[ãa]o|carta|karta|karty|kort|kortnummer|creditcard|カード|信用卡|卡号)(?![\p{L}])/iu
const CARD_LITERALS = [
  'card',
  'cc',
  'pan',
  'visa',
  'maestro',
  'amex',
  'american express',
  'jcb',
  'discover',
  'diners',
  'karte',
  'carte',
  'tarjeta',
  'cartão',
  'cartao',
  'carta',
  'kart',
  'kort',
  'カード',
  '信用卡',
  '卡号',
]
const WALLET_WORDS =
  /(?<![\p{L}\d])(?:btc|bitcoin|wallet|address|crypto|coin|ltc|litecoin|doge\w*|deposit|donat\w+|send|pay\w*|transfer\w*)/iu

/** Maker's length of a card by its first digits; what has no entry has sixteen to nineteen. */
function hasCardLength(digits: string): boolean {
  if (/^3[47]/.test(digits)) return digits.length === 15
  if (/^3(?:0[0-5]|[689])/.test(digits)) return digits.length === 14 || digits.length >= 16
  if (digits.startsWith('4')) return digits.length === 13 || digits.length === 16 || digits.length === 19
  if (/^(?:5[1-5]|2[2-7])/.test(digits)) return digits.length === 16
  return digits.length >= 13 && digits.length <= 19
}

function isCard(value: string): boolean {
  if (!luhn(value)) return false
  const digits = value.replace(/\D/g, '')
  return hasCardLength(digits) && !/^(\d)\1+$/.test(digits)
}

/** The usual way to write an amount or a year is no account. */
function isAccount(value: string): boolean {
  const digits = value.replace(/\D/g, '')
  return digits.length >= 6 && !/^(\d)\1+$/.test(digits)
}

export const FINANCE: readonly Recognizer[] = [
  {
    name: 'credit-card',
    type: 'CREDIT_CARD',
    score: 0.95,
    pattern:
      /(?<![A-Za-z\d]|\d[.-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|3[47]\d{2}|3(?:0[0-5]|[689]\d)\d|6(?:011|5\d{2}|4[4-9]\d)|35\d{2}|62\d{2}|50\d{2}|5[6-9]\d{2}|6[37]\d{2})(?:[ -]?\d){8,15}(?![A-Za-z\d]|-\d)/g,
    check: isCard,
  },
  {
    // As a table, a line break or a PDF leaves it: groups as on the card, whatever stands between them.
    name: 'credit-card-spread',
    type: 'CREDIT_CARD',
    score: 0.9,
    pattern: /(?<![A-Za-z\d]|\d[.-])(?:\d{4}(?:[\s._-]{1,3}\d{4}){3}|3[47]\d{2}[\s._-]{1,3}\d{6}[\s._-]{1,3}\d{5})(?![A-Za-z\d])/g,
    check: isCard,
  },
  {
    // Maestro has twelve digits and more, old JCB cards fifteen: common enough as numbers to want the word beside them.
    name: 'card-number-in-context',
    type: 'CREDIT_CARD',
    score: 0.85,
    pattern: /(?<![A-Za-z\d]|\d[.-])(?:\d[ .-]?){11,18}\d(?![A-Za-z\d]|-\d)/g,
    literals: CARD_LITERALS,
    check: luhn,
    context: { words: CARD_WORDS, window: 48, after: 24, required: true, boost: 0 },
  },
  {
    // Who names it a card number means one, also with a mistyped digit.
    name: 'card-number-labelled',
    type: 'CREDIT_CARD',
    score: 0.6,
    pattern:
      /(?:card|karten?|tarjeta|carte|cart[ãa]o)[\s_-]{0,2}(?:number|no\.?|num|nr\.?|#|nummer)?["']?\s{0,2}(?:is|:|=|：)\s{0,2}["']?(?<value>\d(?:[ -]?\d){12,18})(?![\w]|[.,-]\d)/giu,
    group: 'value',
    literals: ['card', 'karte', 'tarjeta', 'carte', 'cartão', 'cartao'],
  },
  {
    // What is left of a number on a receipt, or named to tell one card from another.
    name: 'card-last-digits',
    type: 'CREDIT_CARD',
    score: 0.6,
    pattern:
      /(?<![\p{L}\d])(?:(?:card|visa|mastercard|amex|maestro|karte|tarjeta|carte)[^\n\d]{0,20}(?:ending|ends|endet|termin\p{L}{1,5}|finissant|last)\s(?:in|with|on|auf|en|mit|par|four(?:\sdigits)?|4(?:\sdigits)?)?\s{0,2}(?:are|is|:)?\s{0,2}|(?:(?:\*{4}|•{4}|x{4})[ -]?){2,3})(?<value>\d{4})(?![\w-])/giu,
    group: 'value',
    literals: ['ending', 'ends', 'endet', 'termin', 'finissant', 'last', '****', '••••', 'xxxx'],
  },
  {
    name: 'card-security-code',
    type: 'CARD_SECURITY_CODE',
    score: 0.8,
    pattern:
      /(?<![\p{L}\d])(?:cvv2?|cvc2?|csc|cid|card verification(?: value| code)?|card security code|kartenprüfnummer|prüfziffer|cryptogramme)(?: (?:code|number|no\.?))?["']?\s{0,2}(?:is|was|ist|est|:|=|#|：)?\s{0,2}["']?(?<value>\d{3,4})(?![\w]|[.,]\d)/giu,
    group: 'value',
    literals: ['cvv', 'cvc', 'csc', 'cid', 'card verification', 'card security', 'kartenprüfnummer', 'prüfziffer', 'cryptogramme'],
  },
  {
    name: 'card-expiry',
    type: 'CARD_EXPIRY',
    score: 0.6,
    pattern:
      /(?<![\p{L}\d])(?:exp(?:\.|iry|ires|iration)?(?: date)?|valid (?:thru|until|through|to)|good thru|gültig bis|caducidad|vencimiento|scadenza)["']?\s{0,2}(?:is|on|:|=)?\s{0,2}["']?(?<value>(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[2-4]\d)(?![\w/-])/giu,
    group: 'value',
    literals: ['exp', 'valid', 'thru', 'gültig', 'caducidad', 'vencimiento', 'scadenza'],
    context: { words: /card|visa|amex|cvv|cvc|karte|carte|tarjeta|(?:\d[ -]?){13}/iu, window: 80, after: 40, required: true, boost: 0 },
  },
  {
    // Track 1 or 2 of a magnetic stripe.
    name: 'card-track',
    type: 'CREDIT_CARD',
    score: 0.95,
    pattern: /%B\d{13,19}\^[A-Z /.-]{2,26}\^\d{7,40}\??|;\d{13,19}=\d{7,30}\?/g,
  },
  {
    name: 'iban',
    type: 'IBAN_CODE',
    score: 0.98,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g,
    check: iban,
  },
  {
    // Small letters, and a text that goes on in capitals behind it: groups of four that are all there.
    name: 'iban-grouped',
    type: 'IBAN_CODE',
    score: 0.95,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?(?![A-Za-z0-9])/gi,
    check: iban,
  },
  {
    // The same where a short word follows, which is no part of it.
    name: 'iban-in-fours',
    type: 'IBAN_CODE',
    score: 0.95,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){3,7}(?![A-Za-z0-9])/gi,
    check: iban,
  },
  {
    // In one piece in small letters, or broken by a line or a table.
    name: 'iban-spread',
    type: 'IBAN_CODE',
    score: 0.95,
    pattern: /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?:[\s-]{1,3}[A-Z0-9]{4}){2,7}(?:[\s-]{1,3}[A-Z0-9]{1,3})?)(?![A-Za-z0-9])/gi,
    check: iban,
  },
  {
    name: 'iban-named',
    type: 'IBAN_CODE',
    score: 0.7,
    pattern:
      /\biban\b["']?(?: (?:number|no\.?|nr\.?))?\s{0,2}(?:is|:|=|：)?\s{0,2}["']?(?<value>[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){8,30})(?![A-Za-z0-9])/gi,
    group: 'value',
    literals: ['iban'],
    check: (value) => value.replace(/\D/g, '').length >= 8,
  },
  {
    name: 'bank-account-in-context',
    type: 'BANK_ACCOUNT',
    score: 0.7,
    pattern:
      /(?<![\p{L}\d])(?:(?:bank|checking|savings?|current|deposit)?[\s_-]?(?:account|acct|acc|a\/c)\.?[\s_-]{0,2}(?:number|num|no\.?|nr\.?|#)|acct\.?|bank account|kontonummer|konto-?nr\.?|num[ée]ro de compte|n[úu]mero de (?:cuenta|conta)|numero di conto|rekeningnummer|numer konta|nr konta|kontonr\.?|clabe|口座番号|银行账号)["']?\s{0,2}(?:is|ist|est|es|:|=|number|#|：)?\s{0,2}["']?(?<value>\d(?:[ -]?\d){5,24})(?![\w]|[.,]\d)/giu,
    group: 'value',
    literals: [
      'account',
      'acct',
      'acc',
      'a/c',
      'konto',
      'compte',
      'cuenta',
      'conta',
      'conto',
      'rekening',
      'numer konta',
      'clabe',
      '口座番号',
      '银行账号',
    ],
    check: isAccount,
  },
  {
    name: 'us-routing-number',
    type: 'US_BANK_NUMBER',
    score: 0.7,
    pattern: /(?<![a-z\d])(?:routing|aba|rtn|aba\/rtn)(?![a-z])[^\n\d]{0,20}(?<value>\d{9})(?![\w-])/gi,
    group: 'value',
    literals: ['routing', 'aba', 'rtn'],
    check: (value) => weighted(value, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  },
  {
    name: 'uk-sort-code',
    type: 'UK_BANK_ACCOUNT',
    score: 0.7,
    pattern:
      /(?<![a-z\d])(?:(?:sort[\s_-]?code|s\/c)(?![a-z])[^\n\d]{0,10}(?<value>\d{2}([- ]?)\d{2}\2\d{2})|sort:?\s(?<grouped>\d{2}-\d{2}-\d{2})(?=[^\n\d]{1,40}\d{8}(?!\d)))(?![\w-])/gi,
    groups: ['value', 'grouped'],
    literals: ['sort', 's/c'],
  },
  {
    name: 'uk-account-number',
    type: 'UK_BANK_ACCOUNT',
    score: 0.7,
    pattern: /(?<![\w-])\d{8}(?![\w-]|\.\d)/g,
    literals: ['sort code', 'sortcode', 'sort_code', 'sort-code', 'sort ', 'sort:'],
    reach: 120,
    context: { words: /sort(?:[\s_-]?code|:?\s\d{2}-\d{2}-\d{2})/i, window: 60, after: 40, required: true, boost: 0 },
  },
  {
    name: 'bic-in-context',
    type: 'SWIFT_CODE',
    score: 0.5,
    pattern:
      /(?<![A-Za-z\d])(?:bic|BIC|Bic|swift|SWIFT|Swift)(?:[ /_-]?(?:code|Code|CODE|bic|BIC))?(?![A-Za-z])[^\nA-Z0-9]{0,8}(?<value>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?![A-Za-z0-9])/g,
    group: 'value',
    literals: ['bic', 'swift'],
  },
  {
    name: 'bitcoin-address',
    type: 'CRYPTO',
    score: 0.9,
    pattern: /(?<![A-Za-z0-9])(?:bc1[ac-hj-np-z02-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?![A-Za-z0-9])/g,
    check: (value) => (value.startsWith('bc1') ? bech32(value) : base58Check(value)),
  },
  {
    // Without a valid checksum only where a wallet is spoken of: a mistyped or made-up address.
    name: 'bitcoin-address-in-context',
    type: 'CRYPTO',
    score: 0.7,
    pattern: /(?<![A-Za-z0-9])(?:(?:bc1|ltc1|tb1)[ac-hj-np-z02-9]{25,60}|[13LMD][1-9A-HJ-NP-Za-km-z]{25,34})(?![A-Za-z0-9])/g,
    anchor: 'token:26',
    context: { words: WALLET_WORDS, window: 60, after: 30, required: true, boost: 0 },
    check: (value) => /\d/.test(value) && /[a-z]/.test(value) && (/^[a-z]+1/.test(value) || /[A-Z]/.test(value)),
  },
  { name: 'ethereum-address', type: 'CRYPTO', score: 0.7, pattern: /(?<![A-Za-z0-9])0x[a-fA-F0-9]{40}(?![A-Za-z0-9])/g, literals: ['0x'] },
  {
    name: 'other-coin-address',
    type: 'CRYPTO',
    score: 0.7,
    pattern:
      /(?<![A-Za-z0-9])(?:T[1-9A-HJ-NP-Za-km-z]{33}|r[1-9A-HJ-NP-Za-km-z]{24,34}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93}|addr1[ac-hj-np-z02-9]{50,100}|cosmos1[ac-hj-np-z02-9]{38}|[1-9A-HJ-NP-Za-km-z]{43,44})(?![A-Za-z0-9])/g,
    anchor: 'token:25',
    literals: ['wallet', 'tron', 'usdt', 'xrp', 'ripple', 'monero', 'xmr', 'solana', 'cardano', 'cosmos', 'addr1'],
    reach: 200,
    context: {
      words: /(?<![\p{L}\d])(?:wallet|tron|trx|trc|usdt|xrp|ripple|monero|xmr|solana|sol|cardano|ada|cosmos|atom)(?![\p{L}])/iu,
      window: 60,
      after: 30,
      required: true,
      boost: 0,
    },
    check: (value) => /\d/.test(value) && /[a-z]/.test(value) && (/[A-Z]/.test(value) || /^(?:addr1|cosmos1)/.test(value)),
  },
]
