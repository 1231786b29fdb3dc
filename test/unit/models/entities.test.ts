import { describe, expect, test } from 'vitest';
import { readText } from '../../../models/features/read-text.ts';

/** A Wednesday, 09:00 in Chicago. */
const AT = Date.UTC(2026, 10, 25, 15);
const ZONE = 'America/Chicago';

/** Text → what is found, as kind=value. */
const found = (text: string, at: number, zone: string | undefined): string[] =>
  readText(text, at, zone).entities.map(({ kind, value }) => `${kind}=${value}`);

const CASES: [string, string[]][] = [
  // money
  ['can you do $450k', ['money=450000']],
  ['our budget is $1.2 million', ['money=1200000']],
  ['something around 350k', ['money=350000']],
  ["can't do more than $1,750/mo", ['money=1750']],
  ['1.5 mil and not a penny more', ['money=1500000']],
  ['una casa de 280 mil', ['money=280000']],
  ['thirty one hundred a month', ['money=3100']],
  ["we've saved thirty eight thousand", ['money=38000']],
  ['two hundred fifty thousand is all i have', ['money=250000']],
  ['half a million for that?', ['money=500000']],
  ['they paid 900 dollars', ['money=900']],
  ['anything under 450 on the east side', ['money=450000']],
  ['offer 301 and see', ['money=301000']],
  ['the base price is 248,600', ['money=248600']],
  ['up to 2400 a month', ['money=2400']],
  // percent
  ['if I put 10 percent in', ['percent=10']],
  ['with 5% down', ['percent=5']],
  ['is five percent enough', ['percent=5']],
  ['con 3.5% de enganche', ['percent=3.5']],
  // beds, baths, square feet
  ['3bd/2ba please', ['beds=3', 'baths=2']],
  ['a 4 bedroom, 2.5 bath', ['beds=4', 'baths=2.5']],
  ['three beds two baths', ['beds=3', 'baths=2']],
  ['plain 3/2 ranch', ['beds=3', 'baths=2']],
  ['at least 1,800 sq ft', ['sqft=1800']],
  ['2200 sqft with a yard', ['sqft=2200']],
  ['tres habitaciones', ['beds=3']],
  // dates
  ['our lease is up March 31', ['date=2027-03-31']],
  ['closing 12/15', ['date=2026-12-15']],
  ['moved on 1/5/27', ['date=2027-01-05']],
  ['on 2027-02-03 then', ['date=2027-02-03']],
  ['31 March works', ['date=2027-03-31']],
  ['el 15 de marzo', ['date=2027-03-15']],
  ['by the 27th', ['date=2026-11-27']],
  ['on the 3rd maybe', ['date=2026-12-03']],
  ['tomorrow is fine', ['date=2026-11-26']],
  ['today?', ['date=2026-11-25']],
  ['mañana', ['date=2026-11-26']],
  ['saturday works', ['date=2026-11-28']],
  ['next friday', ['date=2026-12-04']],
  ['this friday', ['date=2026-11-27']],
  ['el viernes', ['date=2026-11-27']],
  ['this weekend', ['date=2026-11-28']],
  ['next month', ['date=2026-12-01']],
  ['end of the year', ['date=2026-12-31']],
  ['in three weeks', ['date=2026-12-16']],
  ['not before next spring', ['date=2027-03-01']],
  ['maybe in October', ['date=2027-10-01']],
  ['feb 30 is no day', []],
  // times
  ['at 4:30', ['time=16:30']],
  ['5pm sharp', ['time=17:00']],
  ['10:15 a.m. please', ['time=10:15']],
  ['noon?', ['time=12:00']],
  ['around 4 if you can', ['time=16:00']],
  ['10ish', ['time=10:00']],
  ['after 5', ['time=17:00']],
  // durations
  ['20 minute commute', ['duration=20']],
  ['need keys within 3 weeks', ['date=2026-12-16']],
  ['a couple of months to think', ['duration=87600']],
  ['half an hour away', ['duration=30']],
  ['within a month', ['duration=43800']],
  // places
  ['we live in Hyde Park', ['area=Hyde Park']],
  ['Looking in East Nashville or Inglewood', ['area=East Nashville', 'area=Inglewood']],
  ['78704 or 78745', ['area=78704', 'area=78745']],
  ['is 18 Larkspur still up', ['address=18 Larkspur']],
  ['can I see 3914 Glenstone Ter.', ['address=3914 Glenstone Ter']],
  ['88 preston ave scranton, pipes are shot', ['address=88 preston ave']],
  ['now we live in Naples. I am told it is nice', ['area=Naples']],
  ['somewhere near St. Clair', ['area=St. Clair']],
  ['a 10 minute drive', ['duration=10']],
  // competitors
  ['Zillow says less', ['competitor=zillow']],
  ['my zestimate dropped', ['competitor=zillow']],
  ['Coldwell Banker came by', ['competitor=coldwell banker']],
  ['the guy at Bluegate Realty', ['competitor=bluegate realty']],
  // none of these
  ['thank you so much', []],
  ['may I ask why', []],
  ['call me at 555-0142', []],
];

describe('entities', () => {
  test.each(CASES)('%s', (text, expected) => {
    expect(found(text, AT, ZONE)).toEqual(expected);
  });

  test('relative days are those of the lead, not of the server', () => {
    const lateEvening = Date.UTC(2026, 10, 26, 3);
    expect(found('today', lateEvening, 'America/Chicago')).toEqual(['date=2026-11-25']);
    expect(found('today', lateEvening, undefined)).toEqual(['date=2026-11-26']);
    expect(found('today', lateEvening, 'Nowhere/Atall')).toEqual(['date=2026-11-26']);
  });

  test('come in text order, with the words they were read from', () => {
    const { entities } = readText('Under $450k in Hyde Park by March 31', AT, ZONE);
    expect(entities.map((e) => e.text)).toEqual(['$450k', 'Hyde Park', 'March 31']);
  });
});
