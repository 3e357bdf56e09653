import { describe, expect, it } from 'vitest'
import { align } from './align.ts'
import { readForCheck } from './check-claim.ts'
import { checkDates } from './check-dates.ts'
import { framesOf } from './frames.ts'
import { checkClaim } from './index.ts'
import { readStatement } from './read-statement.ts'
import { readTable } from './read-table.ts'

const STOCK = 'item;location;stock\nGloves M;A-12;340\nGloves L;A-13;85\nEar plugs;B-02;1,900'

describe('what a passage bears out in other words', () => {
  it.each([
    ['the other voice', 'Corvo Lines was acquired by Atlas Freight.', 'Atlas Freight acquired its smaller rival Corvo Lines.'],
    ['a time of the other half of the day', 'The train leaves at 8:40 p.m.', 'The train leaves at 20:40.'],
    ['noon', 'Bids must arrive by 12:00.', 'Bids must arrive by noon.'],
    ['one in ten', 'Up to 10 % of people feel sick.', 'Up to 1 in 10 people feel sick.'],
    ['a part of an hour', 'The cursor expires after a quarter of an hour.', 'The cursor expires after 15 minutes.'],
    ['a part of a sum', 'The county paid 3.2 million euros.', 'It cost 4.8 million euros, of which the county paid two thirds.'],
    ['a comparison from its other side', 'Aluminium conducts less well than copper.', 'Copper conducts better than aluminium.'],
    ['a denial that stands alone', 'Version 2.7 is not affected.', 'Versions 2.0 to 2.6 are affected; 2.7 is not.'],
    ['a refusal', 'A third storey was not permitted.', 'Permission for a third storey was refused.'],
    ['what came first, told the other way round', 'After the vote Bhatt left.', 'The vote was taken before Bhatt left.'],
    ['a French elision', "Le budget s'élève à 27 millions d'euros.", "Le conseil a adopté un budget de 27 millions d'euros."],
    ['a cell of a table', '340 Gloves M are in stock.', STOCK],
    ['a general word', 'The reason was a missing licence.', 'The cause was a missing licence.'],
    ['a German general word', 'Das Rad ist bis zu einem Wert von 300 Euro versichert.', 'Das Rad ist bis 300 Euro versichert.'],
    ['an age', 'A woman of 82 lived upstairs.', 'Six people got out, among them an 82-year-old woman, who lived upstairs.'],
    ['a tenth', 'Visits were ten percent lower than in May.', 'Visits were a tenth lower than in May.'],
    ['a number that shares its scale', 'Costs rose from 4 to 6 million euros.', 'Costs were 4 million euros, then 6 million euros.'],
    ['a French ordinal', 'Une deuxième ligne ouvrira en mai.', "La ville a annoncé l'ouverture d'une seconde ligne en mai."],
    ['what stays as it is', 'Die Gebühr wird nicht gesenkt.', 'Der Rat tagte lange. Die Gebühr bleibt bei 40 Euro.'],
    ['a denial by a German verb', 'Der Aufzug fuhr nicht.', 'Der Aufzug war ausgefallen.'],
    ['a denial by a French verb', "Le conseil n'a pas voulu céder le parc.", 'Le conseil a refusé de céder le parc.'],
    ['a denial by a verb in two words', 'There will be no concert in June.', 'The concert planned for June is off.'],
  ])('%s', (_what, claim, passage) => {
    expect(checkClaim(claim, passage)).toMatchObject({ supported: true, problems: [] })
  })
})

describe('what a passage does not bear out', () => {
  it.each([
    ['the other voice with the sides kept', 'Atlas was acquired by Corvo.', 'Atlas acquired its rival Corvo in May.'],
    ['the other deal', 'The museum sold the portrait.', 'The portrait was bought by the museum in 1922.'],
    ['another man', 'The wall was painted by Osias Beert.', 'The wall was painted by Clara Peeters. Osias Beert had signed the plan.'],
    ['a pronoun of the other sex', 'His debut appeared in 1981.', 'Ingrid Solheim wrote verse. Her debut appeared in 1981.'],
    ['another title', 'Mr Rowe seconded the motion.', 'Ms Rowe seconded the motion.'],
    ['the other half of the day', 'The coach returns at 4 a.m.', 'The coach returns at 4 p.m.'],
    ['what came first', 'Brush the rolls after baking them.', 'Brush the rolls with egg before baking them.'],
    ['a turned comparison', 'Men wore helmets more often than women.', 'Helmets were more common among women than among men.'],
    ['a rise that falls', 'Sales rose from 48 to 44 million.', 'Sales were 48 million, after 44 million the year before.'],
    ['a cause', 'Costs rose because of labour.', 'Costs rose, mainly for fencing.'],
    ['what excludes it', 'The ring flashes green.', 'The ring flashes amber.'],
    ['another thing', 'Hold the power key to enter the menu.', 'Hold both volume keys to enter the menu.'],
    ['certainty', 'The comet will certainly become visible.', 'The comet may become visible.'],
    ['a duty', 'Staff must work from home.', 'Staff may work from home.'],
    ['only', 'The fund invests only in shares.', 'The fund invests in shares and bonds.'],
    ['a vote of all', 'The motion was carried unanimously.', 'The motion was carried with one vote against.'],
    ['what is proposed', 'A dividend of 3 pence has been paid.', 'The board proposes a dividend of 3 pence.'],
    ['a rank', 'It was the largest loss on record.', 'It was the third-largest loss on record.'],
    [
      'a list of what is forbidden',
      'The Licensee may decompile the software.',
      'The Licensee must not rent out, lend or decompile the software.',
    ],
    ['two clauses that change places', 'The pool is closed, but the sauna stays open.', 'The sauna is closed, but the pool stays open.'],
    [
      'a name of another sentence',
      'The stop at Altham is closed in June.',
      'The stop at Norham is closed in June. Buses leave from Altham.',
    ],
    ['another row', 'The stock of Gloves L is 340.', STOCK],
    [
      'a German sentence of somebody else',
      'Frau Seidl stellt den Plan vor.',
      'Herr Özdemir stellt den Plan vor. Frau Seidl bittet um Ruhe.',
    ],
    ['a French day', 'La vente a été annoncée mardi.', 'La vente a été annoncée lundi.'],
    [
      'subjects that change places',
      'Rail freight fell 4 %, while road freight rose 9 %.',
      'Road freight fell 4 %, mostly in spring. Rail freight, by contrast, rose 9 %.',
    ],
    [
      'letters that change places',
      'Batch A set within a day, batch B only after a week.',
      'Batch B set within a day, batch A only after a week. Both were dry.',
    ],
    ['another letter', 'The fridge has an energy rating of A.', 'The fridge has an energy rating of D.'],
    ['what failed', 'The door opened in time.', 'The door failed to open in time.'],
    ['what was given up', 'Ms Lund still rides.', 'Ms Lund gave up riding in 2020.'],
    ['what was denied', 'The dean said that the course would end.', 'The dean denied that the course would end.'],
    [
      'what is denied of something that failed',
      'The failed pump delays the launch.',
      'One of the pumps failed to start, which will cost money but not delay the launch.',
    ],
    ['a French opposite', 'La mairie a abandonné son projet de tramway.', 'Malgré la pluie, la mairie maintient son projet de tramway.'],
    ['a German opposite', 'Eine Verlängerung ist möglich.', 'Der Vertrag endet im Mai. Eine Verlängerung ist ausgeschlossen.'],
    ['what is still to come', 'Workers repaired the bridge.', 'Workers will repair the bridge in June.'],
    ['what has still to be done', 'Owners have signed the lease.', 'Owners still have to sign the lease.'],
    ['more for less', 'Plots with hedges yielded 4 % more.', 'Plots with hedges had 20 % more birds, but their yield was 4 % lower.'],
    ['less for as much', 'The archive gets less space than before.', 'The archive gets as much space as before.'],
    ['what it insists on', 'The accord did take effect.', 'The accord was never ratified.'],
    ['a double denial', 'No tickets are not refundable.', 'Dogs are not admitted. No tickets are refundable.'],
    [
      'a denial of another sentence',
      'On Mondays the baths are not shut.',
      'The baths open daily except Monday. The sauna is closed for repairs.',
    ],
    [
      'what somebody’s deputy does',
      'Ada Quist will take over the tours.',
      'The talks were put off because the guide, Ada Quist, was ill. Her deputy will take over the tours.',
    ],
  ])('%s', (_what, claim, passage) => {
    expect(checkClaim(claim, passage).supported).toBe(false)
  })
})

describe('dates', () => {
  it('are found as what they are, whatever other dates stand before them', () => {
    const [claim, passage] = [readForCheck('Talks go on in autumn.'), readForCheck('Talks broke down on Friday. They go on in autumn.')]
    const alignment = align(claim, passage, passage.index)
    expect(checkDates({ claim, passage, alignment })).toEqual([])
    const autumn = claim.tokens.findIndex(({ lower }) => lower === 'autumn')
    expect(passage.tokens[alignment.at[autumn] ?? -1]?.text).toBe('autumn')
  })
})

describe('who does what', () => {
  it.each([
    ['Atlas acquired its rival Corvo.', 'acquired', ['Atlas'], ['rival', 'Corvo']],
    ['Corvo was acquired by Atlas.', 'acquired', ['Atlas'], ['Corvo']],
  ])('reads %s', (text, verb, agent, patient) => {
    const statement = readStatement(text)
    const words = (places: readonly number[]): string[] => places.map((place) => statement.tokens[place]?.text ?? '')
    const frames = framesOf(statement).map((frame) => [statement.tokens[frame.verb]?.text, words(frame.agent), words(frame.patient)])
    expect(frames).toEqual([[verb, agent, patient]])
  })
})

describe('tables', () => {
  it('are read by rows and columns', () => {
    const statement = readStatement(STOCK)
    const table = readTable(statement)
    const at = statement.tokens.findIndex(({ text }) => text === '85')
    expect([table?.rowOf[at], table?.columnOf[at], table?.rows]).toEqual([2, 2, 4])
  })

  it('are not seen in lines of text', () => {
    expect(readTable(readStatement('One line, with a comma.\nAnother one.\nA third, with a comma, and one more.'))).toBeNull()
  })
})
