import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { threadMs } from '../../../thread-time.ts'
import { checkClaim } from './index.ts'

const kinds = (claim: string, passage: string): string[] => checkClaim(claim, passage).problems.map(({ kind }) => kind)

describe('what a passage bears out', () => {
  it.each([
    ['another notation of a number', 'The grant is 1.2 million euros.', 'The grant is €1,200,000.'],
    ['a number in words', 'Twelve percent of the pupils were ill.', '12 % of the pupils were ill.'],
    ['a German number', 'The region has 2,300 employees.', 'The region has 2.300 employees.'],
    ['another unit of the same time', 'Delivery takes 14 days.', 'Delivery takes two weeks.'],
    ['another unit of the same weight', 'Both can tow 2,500 kg.', 'Both can tow 2.5 tonnes.'],
    ['a fraction', 'A quarter of admissions were free.', '25 % of admissions were free.'],
    ['half an hour', 'Each clip lasts half an hour.', 'Each clip lasts 30 minutes.'],
    ['a rounded number that says so', 'About 1,200 people came.', 'In all, 1,187 people came.'],
    ['a date in another order', 'Sales open on March 12, 2027.', 'Sales open on 12 March 2027.'],
    ['an acronym', 'ESA postponed the launch.', 'The European Space Agency postponed the launch.'],
    ['a surname alone', 'Okafor abstained.', 'Ms Ngozi Okafor abstained.'],
    ['the passive voice', 'Solberg was bought by Meridian.', 'Meridian has bought the chain Solberg.'],
    ['a synonym', 'The committee passed the plan.', 'The committee approved the plan.'],
    ['a denial in other words', 'There were no injuries.', 'Nobody was injured.'],
    ['an opposite that is denied', 'The check was not passed.', 'The check failed.'],
    ['a quote with other marks', 'She called it “a very good year”.', "She said: 'It was A VERY GOOD  YEAR for us all', she called it."],
    ['the other side of a deal', 'Pike bought the bakery from Alvarez.', 'Alvarez sold the bakery to Pike.'],
    ['a denial by another verb', 'Version 2 no longer supports disks.', 'Version 2 removes support for disks.'],
    ['a denial by an adjective', 'The ban does not apply to residents.', 'Cars are banned; residents are exempt.'],
    ['a remainder', 'Only three samples were free of lead.', 'Lead was found in 17 of 20 samples.'],
    ['an exception in other words', 'Sales rose in every month but May.', 'Sales rose in every month except May.'],
    ['a stronger synonym', 'Travel is the biggest source.', 'Travel is the largest source.'],
    ['German inflection', 'Der Vorstand lehnte den Antrag ab.', 'Der Vorstand hat den Antrag abgelehnt.'],
  ])('%s', (_what, claim, passage) => {
    expect(checkClaim(claim, passage)).toMatchObject({ supported: true, problems: [] })
  })

  it.each([
    ['number', 'Water use fell by 14 percent.', 'Water use fell by 41 percent.'],
    ['number', 'The pump draws 750 kW.', 'The pump draws 750 W.'],
    ['number', 'The fee is 95 dollars.', 'The fee is 95 euros.'],
    ['number', 'At most 90 days of notice are needed.', 'At least 90 days of notice are needed.'],
    ['date', 'The review is on 19 March.', 'The review is on 16 March.'],
    ['date', 'Results come in the third quarter.', 'Results come in the second quarter.'],
    ['name', 'The plant in Linz will close.', 'The plant in Graz will close.'],
    ['negation', 'Fees are not refundable.', 'Fees are refundable.'],
    ['negation', 'Fees are refundable.', 'Fees are not refundable.'],
    ['negation', 'Profits climbed in May.', 'Profits dropped in May.'],
    ['negation', 'All bridges were in good condition.', 'Only 41 of 58 bridges were in good condition.'],
    ['negation', 'Der Umsatz sank um 8 Prozent.', 'Der Umsatz stieg um 8 Prozent.'],
    ['quote', 'She called it “a very bad year for us”.', 'She called it "a very good year for us".'],
    ['overlap', 'The choir sang in the old church.', 'The pump draws power from the mains.'],
    ['order', 'Solberg has bought Meridian.', 'Meridian has bought Solberg.'],
    ['order', 'Photovoltaics gave 31 % of the power.', 'Wind gave 31 % of the power, photovoltaics 14 %.'],
    ['order', 'The club leases the field to the town.', 'The town owns the field and leases it to the club.'],
    ['order', 'The eels spend years in the sea and return to rivers.', 'The eels spend years in rivers and return to the sea.'],
    ['order', 'Ministers had recommended a ban.', 'Ministers cut the quota. Scientists had recommended a ban.'],
    ['negation', 'Stop the tablets two days after surgery.', 'Stop the tablets two days before surgery, and rest after the operation.'],
    ['negation', 'The regulator has approved the deal.', 'The deal still needs approval by the regulator.'],
    ['negation', 'Sales rose in every month.', 'Sales rose in every month except May.'],
    ['number', 'The lake covers 62 square miles.', 'The lake covers 62 square kilometres.'],
    ['overlap', 'Petrol cars registered before 2015 may not enter.', 'Diesel cars registered before 2015 may not enter.'],
    ['order', 'The capital moved from Velle to Sund.', 'The capital moved from Sund to Velle.'],
  ])('%s: “%s” is not in “%s”', (kind, claim, passage) => {
    expect(kinds(claim, passage)).toContain(kind)
  })

  it('says what the source says instead', () => {
    const { problems } = checkClaim('The survey reached 1,500 households.', 'The survey reached 1,200 households.')
    expect(problems[0]?.detail).toBe('The source says 1,200, the draft says 1,500.')
  })

  it('takes a claim with one fact too many for unsupported', () => {
    expect(checkClaim('The pool opens in May in Leeds.', 'The pool opens in May.').supported).toBe(false)
  })

  it('takes every sentence of a text as borne out by that text, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Eva', 'not', '12', '%', 'rose', 'in May', 'to', 'no', 'Graz', '€', '3.400', 'all'), {
          minLength: 1,
          maxLength: 9,
        }),
        (words) => {
          const sentence = `${words.join(' ')}.`
          expect(checkClaim(sentence, `Before. ${sentence} After.`).problems).toEqual([])
        },
      ),
    )
  })

  it('needs no more than a moment for text made to be slow', () => {
    const pieces = ['not ', '12 ', 'A B. ', 'Eva ', '"', 'and 7 ', '1,000,', 'from to ', 'aaaaa', '12 May ', 'un', '. ', 'half a ']
    for (const piece of pieces) {
      const text = piece.repeat(Math.ceil(20_000 / piece.length))
      const started = threadMs()
      checkClaim(text.slice(0, 2_000), `x ${text}`)
      expect(threadMs() - started).toBeLessThan(1_500)
    }
  })
})
