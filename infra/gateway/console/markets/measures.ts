/** What is measured of an area's market, and how it is said. */
import type { SignalKind } from '../../../../schemas/competition.ts';
import type { MarketSeries } from '../../../../schemas/competition-answers.ts';
import { money } from '../format.ts';

export type MeasureId = Exclude<keyof MarketSeries['index'][number], 'week'>;

export interface Measure {
  id: MeasureId;
  name: string;
  /** The kind of a shift in it. */
  shift: SignalKind;
  say(value: number): string;
}

export const MEASURES: readonly Measure[] = [
  { id: 'medianPrice', name: 'Median price', shift: 'price_shift', say: money },
  {
    id: 'inventory',
    name: 'Homes for sale',
    shift: 'inventory_shift',
    say: (homes) => String(Math.round(homes)),
  },
  {
    id: 'daysOnMarket',
    name: 'Days on market',
    shift: 'days_on_market_shift',
    say: (days) => String(Math.round(days)),
  },
  { id: 'mortgageRate', name: '30-year rate', shift: 'rate_shift', say: (rate) => `${rate.toFixed(2)} %` },
];

export const measured = (value: number | null, say: (value: number) => string): string =>
  value === null ? 'not known' : say(value);

/** Noon of a day where the browser is, epoch seconds: in no time zone it is another day. @param week YYYY-MM-DD */
export const noonOf = (week: string): number => new Date(`${week}T12:00:00`).getTime() / 1000;
