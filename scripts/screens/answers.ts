import type { Reply } from '../../main/testing/services/index.ts'

/** What the models of the pictures say, by what they are asked. The name and the address of whoever is written to are those of the request, masked or not. */
export const answer: Reply = ({ messages }) => {
  const asked = messages.findLast(({ role }) => role === 'user')?.content ?? ''
  if (/e-mail to/i.test(asked)) return mailTo(asked)
  if (/storm-surge barrier (?:does|costs)/i.test(asked)) return BARRIER
  if (/four headlines/i.test(asked)) return HEADLINES
  if (/guide for harbours/i.test(asked)) return Array.from({ length: 12 }, () => `${BARRIER}\n\n${RISKS}`).join('\n\n')
  if (/which risks/i.test(asked)) return RISKS
  return PLAN
}

function mailTo(asked: string): string {
  const [, name = 'colleague'] = /e-mail to ([\p{Lu}][\p{L}'’-]+(?: [\p{Lu}][\p{L}'’-]+)?)/u.exec(asked) ?? []
  const [address = 'the usual address'] = /[\w.+-]+@[\w.-]+\w/.exec(asked) ?? []
  return [
    `Dear ${name},`,
    'your pilot sensor leaves our workshop on 12 May and should reach the harbour office on 14 May. It needs no tools: two clamps hold it to any pile, and it reports its first level within a minute.',
    `I will write to ${address} as soon as the parcel has a number. If another day suits you better, a short reply is enough.`,
    'With kind regards',
  ].join('\n\n')
}

const BARRIER = [
  'A storm-surge barrier is a gate that stays open for ships and tides, and closes only when the sea rises above an agreed level.',
  'It turns a long coast of dikes into one short line that has to hold: what lies behind it sees an ordinary tide.',
  'The price is upkeep. A gate that moves twice in ten years has to work both times, so most of its cost is testing.',
].join('\n\n')

const HEADLINES = [
  '1. The harbour that reads its own water',
  '2. Ten centimetres of warning',
  '3. What the tide said last night',
  '4. A sensor for every small quay',
].join('\n')

const RISKS = [
  '## What could go wrong',
  '- **The radio supplier.** The second one is not chosen yet, and a late choice moves the first delivery.',
  '- **The price.** With the first year of service in it, a unit costs 96 euros more.',
  '- **The weather.** A calm spring shows nobody what the sensor is for.',
  '## What to do about it',
  'Decide on the supplier in February, and let three harbours speak of last winter in the campaign.',
].join('\n\n')

const PLAN = [
  'Lanternfish is a battery-powered water-level sensor for small harbours, marinas and flood-prone streets. The first production run is 1,200 units, and sales open on 17 May.',
  'The launch costs 412,000 euros, of which 268,000 euros are already committed. The two decisions still open are the choice of the second radio supplier and whether the price includes the first year of data service.',
].join('\n\n')
