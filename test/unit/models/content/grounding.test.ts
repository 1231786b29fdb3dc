import { describe, expect, it } from 'vitest';
import { ungrounded } from '../../../../models/content/grounding.ts';
import { FULL } from './requests.ts';

const { timezone: _, ...rest } = FULL;
const zoneless = { ...rest, timezone: undefined };

describe('a draft about a lead', () => {
  it.each([
    'Hi Maria, this is Oak & Elm Realty, writing for Ana Ruiz.',
    '12 Elm St is listed at $439,000, down from $455,000, a cut of $16,000 (3.5%).',
    '418 ALDER CT is listed at 421,000 dollars, or about $421K.',
    'The median price in Clintonvale is $412,500, up 2.1%, and the 30-year rate is 6.375% (6.4 percent).',
    'As of May 2, there are 143 homes for sale, 7 fewer than before, for 24 days on the market.',
    'Ana has time on Wednesday, May 6 at 2:00 PM or Thursday at 1pm. Does tomorrow work?',
    'Would 2026-05-07 or 5/6 suit you? We could go until 3 PM.',
    'Ana tiene tiempo el miércoles 6 de mayo a las 2:00 pm o el jueves 7 a la 1:00 pm'.replace(
      ' 7 a',
      ' 7 de mayo a',
    ),
    'Puede ser por la mañana. El precio mediano es $412.500 y la tasa a 30 años, 6,375 por ciento.',
    'A 1031 exchange has its own dates. You may bring one or two friends, and we march on.',
    'Write to us at 10 Main St, Columbus, OH 43004.',
    'Your budget of $460,000 is noted. May I call you? We saw it on our way.',
  ])('is grounded: %s', (text) => expect(ungrounded(text, FULL)).toEqual([]));

  it.each([
    ['It is listed at $449,000.', ['$449,000']],
    ['It is about $449K, or 0.5 million.', ['$449K', '0.5 million']],
    ['The price fell 4% and rates 6.2 percent.', ['4%', '6.2 percent']],
    ['There are 144 homes for sale and 24 offers on 3 of them.', ['144', '3']],
    ['Homes cost $143.', ['$143']],
    ['Come on Friday, May 8 at 2:00 PM.', ['Friday, May 8', '2:00 PM']],
    ['Come on Wednesday, May 7.', ['Wednesday, May 7']],
    ['Come on May 6 at 1:00 PM, or at 4.', ['1:00 PM', '4']],
    ['Come on friday or in June.', ['friday', 'June']],
    ['Come on May 6, 2027.', ['May 6, 2027']],
    ['Venga el viernes 8 de mayo a las 9:00 am.', ['viernes 8 de mayo', '9:00 am']],
    ['See 14 Elm St, or the one on Oak Avenue.', ['See 14 Elm St', 'Oak Avenue']],
    ['Está en la calle Roble 22.', ['calle Roble 22']],
    ['Book at www.example.com/tour or mail ana@example.com.', ['www.example.com/tour', 'ana@example.com']],
    ['It sold for half a million after twenty showings.', ['million', 'twenty']],
    ['It has three bedrooms; it sold in five days.', ['five days']],
    ['Call 614-555-0100.', ['614', '555', '0100']],
    ['Maria 5, we have 12 for you.', ['5', '12']],
  ])('is not: %s', (text, parts) => expect(ungrounded(text, FULL)).toEqual(parts));

  it('names no hour where the zone is not known', () => {
    expect(ungrounded('Come on Wednesday, May 6.', zoneless)).toEqual([]);
    expect(ungrounded('Come on Wednesday, May 6 at 2:00 PM.', zoneless)).toEqual(['2:00 PM']);
  });

  it('takes nothing from what the lead typed', () => {
    const asked = { text: 'I can pay $390,000 on Friday', intents: ['offer_intent'] };
    expect(ungrounded('We can offer $390,000 on Friday.', { ...FULL, asked })).toEqual([
      '$390,000',
      'Friday',
    ]);
  });

  it('knows a name that is a month from the month', () => {
    const april = { ...FULL, lead: { firstName: 'May', area: 'April' } };
    expect(ungrounded('Hi May, Ana is in April on May 6 at 2 PM.', april)).toEqual([]);
    expect(ungrounded('Hi May, come on May 9.', april)).toEqual(['May 9']);
  });
});
