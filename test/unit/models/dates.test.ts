import { expect, test } from 'vitest';
import { readText } from '../../../models/features/read-text.ts';

/** A Monday evening in New York, already Tuesday in UTC. */
const AT = Date.UTC(2026, 0, 20, 3, 30);
const dates = (text: string) =>
  readText(text, AT, 'America/New_York')
    .entities.filter(({ kind }) => kind === 'date')
    .map(({ value, role }) => (role ? `${value} ${role}` : value));

test.each([
  ['lease is up March 31', '2026-03-31 deadline'],
  ['closing is set for 3/14', '2026-03-14 closing'],
  ['we close the 14th', '2026-02-14 closing'],
  ['have to be out by 2/28', '2026-02-28 deadline'],
  ['orders say report April 15th', '2026-04-15 deadline'],
  ['by end of summer', '2026-08-31 deadline'],
  ['end of March maybe', '2026-03-31'],
  ['mid June', '2026-06-15'],
  ['early fall', '2026-09-01'],
  ['late spring', '2026-05-15'],
  ['the first week of May', '2026-05-01'],
  ['in two weeks', '2026-02-02'],
  ['in a couple of weeks', '2026-02-02'],
  ['30 days from now', '2026-02-18'],
  ['two weeks from Friday', '2026-02-06'],
  ['a month from now', '2026-02-19'],
  ['before Thanksgiving', '2026-11-26 deadline'],
  ['after the holidays', '2026-12-25'],
  ['labor day weekend', '2026-09-07'],
  ['end of next month', '2026-02-28'],
  ['el 15 de mayo', '2026-05-15'],
  ['a fin de mes', '2026-01-31'],
  ['en dos semanas', '2026-02-02'],
])('%j', (text, expected) => expect(dates(text)[0]).toBe(expected));

test('an appointment is no deadline', () => {
  expect(dates('Saturday at 10 works, see you there')).toEqual(['2026-01-24']);
});
