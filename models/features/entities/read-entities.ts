/** Entities of a text: money, percentages, dates, times, durations, sizes, places, competitors; in text order. */
import type { Entity } from '../../../schemas/insight.ts';
import { HINT } from '../lexicon.ts';
import { zoneOffset } from '../zone-offset.ts';
import { findCompetitors } from './competitors.ts';
import { dateRole } from './date-role.ts';
import { findDates } from './dates.ts';
import { findBareMoney, findMoney } from './money.ts';
import { findPlaces, findZips } from './places.ts';
import { type LocalDay, Scan } from './scan.ts';
import { findSizes } from './sizes.ts';
import { findDurations, findTimes } from './times.ts';

function localDay(at: number, timezone: string | undefined): LocalDay {
  const offset = (timezone === undefined ? undefined : zoneOffset(timezone, at)) ?? 0;
  const local = new Date(Number.isFinite(at) ? at + offset * 60_000 : 0);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
  };
}

/**
 * @param text readable text (tokens.ts)
 * @param bits hints of its tokens (lexicon.ts)
 * @param at epoch ms; relative dates are read from the day it falls on in `timezone` (UTC where unknown)
 */
export function readEntities(text: string, bits: number, at: number, timezone: string | undefined): Entity[] {
  const lower = text.toLowerCase();
  const scan = new Scan(lower.length === text.length ? text : lower, lower, bits, localDay(at, timezone));
  const digits = /\d/.test(lower);
  if (digits) scan.readFigures();
  if (scan.has(HINT.number)) scan.readNumberWords();
  // Earlier finders win a stretch of text that later ones would read otherwise.
  findCompetitors(scan);
  findPlaces(scan);
  findSizes(scan);
  findMoney(scan);
  findDates(scan);
  if (scan.has(HINT.unit)) findDurations(scan);
  findTimes(scan);
  if (digits) findBareMoney(scan);
  if (digits) findZips(scan);
  const inOrder = scan.found.sort((a, b) => a.start - b.start);
  return inOrder.map(({ kind, text: words, value, start, end }) => {
    const role = kind === 'date' ? dateRole(lower, start, end) : undefined;
    return { kind, text: words, value: value!, ...(role && { role }) };
  });
}
