import type { Recognizer } from '../types.ts'
import { isPublicLink } from './public-sites.ts'

const OCTET = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`

export const NETWORK: readonly Recognizer[] = [
  {
    // Shown, never decisive: an address of a page is public. One with a token in it is found as a secret.
    name: 'url',
    type: 'URL',
    score: 0.4,
    pattern: /(?<![\w@.-])(?:(?:https?|ftps?):\/\/|www\.)[^\s<>"'`{}|\\^()[\]]{3,1000}(?<![.,;:!?])/gi,
    literals: ['://', 'www.'],
    reach: 1_100,
    mostInside: 8,
    check: (value) => !isPublicLink(value),
  },
  {
    name: 'ipv4',
    type: 'IP_ADDRESS',
    score: 0.6,
    pattern: new RegExp(String.raw`(?<![\w.-])${OCTET}(?:\.${OCTET}){3}(?![\w-]|\.\d)`, 'g'),
    // Version numbers have this shape too ("version 1.2.3.4"), and loopback or unspecified addresses tell nothing.
    check: (value, { text, start }) =>
      !/(?:\b(?:version|release|build|ver\.?|v|section|chapter)|§)\s{0,2}$/i.test(text.slice(Math.max(0, start - 12), start)) &&
      !/^(?:127\.|0\.0\.0\.0|255\.)/.test(value),
  },
  {
    name: 'ipv6',
    type: 'IP_ADDRESS',
    score: 0.6,
    pattern:
      /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){2,7}:)(?![\w:])/gi,
    literals: [':'],
    check: (value) => value.replace(/[^:]/g, '').length >= 3 && /[0-9a-f]{3,4}/i.test(value) && value.split(':').length <= 9,
  },
  {
    name: 'mac-address',
    type: 'MAC_ADDRESS',
    score: 0.7,
    pattern: /(?<![\w:-])[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})(?![\w:-])/gi,
  },
  {
    name: 'coordinates',
    type: 'GEO_COORDINATES',
    score: 0.5,
    pattern: /(?<![\w.])[-+]?(?:[1-8]?\d|90)\.\d{4,8}\s?,\s?[-+]?(?:1[0-7]\d|180|\d{1,2})\.\d{4,8}(?![\w.])/g,
    context: {
      words: /\b(?:home|live|lives|address|located|location|coordinates|gps|position|house|wohn)/i,
      window: 60,
      required: true,
      boost: 0.1,
    },
  },
  {
    // 40°26′46″N 79°58′56″W
    name: 'coordinates-in-degrees',
    type: 'GEO_COORDINATES',
    score: 0.6,
    pattern:
      /(?<!\w)\d{1,3}\s?°\s?\d{1,2}\s?['′’]\s?\d{1,2}(?:[.,]\d{1,4})?\s?(?:"|″|”|'')\s?[NS][,\s]{1,3}\d{1,3}\s?°\s?\d{1,2}\s?['′’]\s?\d{1,2}(?:[.,]\d{1,4})?\s?(?:"|″|”|'')\s?[EWO](?!\w)/g,
    literals: ['°'],
  },
]
