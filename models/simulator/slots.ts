/** Fills what varies in a wording: dates, money, homes. */
import { dateOf, weekday } from './calendar.ts';
import { pick, type Random, whole } from './draws.ts';
import type { Listing } from './listings.ts';

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const STREETS = [
  ...[
    'Alder',
    'Bracken',
    'Calloway',
    'Dunmore',
    'Elmhurst',
    'Fennimore',
    'Gull',
    'Hawthorn',
    'Ivory',
    'Juniper',
  ],
  ...[
    'Kestrel',
    'Larkspur',
    'Meridian',
    'Norwood',
    'Osprey',
    'Pickett',
    'Quarry',
    'Rosewood',
    'Sorghum',
    'Tansy',
  ],
];
const KINDS = ['St', 'Ln', 'Ave', 'Ct', 'Rd', 'Dr'];

function ordinal(n: number): string {
  const ending = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

/** One of the ways people write a day; the year only where it is more than nine months off. */
export function sayDate(day: number, today: number, random: Random): string {
  const date = dateOf(day);
  const month = MONTHS[date.getUTCMonth()]!;
  const number = date.getUTCDate();
  const year = day - today > 270 ? ` ${date.getUTCFullYear()}` : '';
  const short = month.slice(0, 3);
  return pick(random, [
    `${month} ${number}${year}`,
    `${month} ${number}${year}`,
    `${short} ${number}${year}`,
    `${month} ${ordinal(number)}${year}`,
    `the ${ordinal(number)} of ${month}${year}`,
    `${date.getUTCMonth() + 1}/${number}${year && `/${date.getUTCFullYear() % 100}`}`,
    `${WEEKDAYS[weekday(day)]} ${month} ${number}${year}`,
    `${WEEKDAYS[weekday(day)]}, ${short} ${number}${year}`,
  ]);
}

export function sayMoney(dollars: number, random: Random): string {
  const thousands = Math.round(dollars / 1000);
  return pick(random, [
    `$${(thousands * 1000).toLocaleString('en-US')}`,
    `${thousands}k`,
    `$${thousands}k`,
    `${thousands},000`,
  ]);
}

/** The address of a listing; the same one always. */
export function addressOf({ id }: Listing): string {
  const number = Number(id.slice(id.lastIndexOf('-') + 1));
  const street = STREETS[number % STREETS.length]!;
  const kind = KINDS[Math.floor(number / STREETS.length) % KINDS.length]!;
  return `${3 + ((number * 37) % 940)} ${street} ${kind}`;
}

export const fill = (wording: string, slots: Readonly<Record<string, string>>): string =>
  wording.replace(/\{(\w+)\}/g, (_, name: string) => slots[name] ?? '');

const AMOUNT = /\$(\d{3}),(\d{3})\b|\$?\b(\d{3})k\b/gi;

/** A house-sized amount in a borrowed text becomes one near the lead's own. */
export const varyAmounts = (text: string, budget: number, random: Random): string =>
  text.replace(AMOUNT, () => sayMoney(budget * (0.85 + whole(random, 0, 30) / 100), random));
