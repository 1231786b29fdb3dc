/** A forecast in words: never more certain than it is. */
import type { ConversionForecast } from '../../../schemas/insight.ts';
import { day, dayRange, longDay, percent } from './format.ts';

export type ForecastFacts = Pick<
  ConversionForecast,
  'kind' | 'pConvert' | 'expectedConversionDate' | 'confidenceInterval' | 'intervalLevel'
>;

export interface Said {
  /** Short, for a row or a tile. */
  short: string;
  /** What the short form leaves out; empty where there is nothing to add. */
  note: string;
  /** A whole sentence for the lead's page. */
  headline: string;
  detail: string;
}

export function forecastWords(forecast: ForecastFacts): Said {
  const { kind, expectedConversionDate: date, confidenceInterval: interval, pConvert } = forecast;
  const never = `${percent(1 - pConvert)} that nothing comes of it within 180 days`;
  if (kind === 'date' && date) {
    const range = interval ? dayRange(...interval) : '';
    return {
      short: day(date),
      note: range,
      headline: `If they convert, around ${longDay(date)}`,
      detail: `${range && `${percent(forecast.intervalLevel)} sure of ${range}. `}${never}.`,
    };
  }
  if (kind === 'window' && interval) {
    return {
      short: dayRange(...interval),
      note: 'window, no single date',
      headline: `If they convert, some time in ${dayRange(...interval)}`,
      detail: `Too uncertain for a single date; ${percent(forecast.intervalLevel)} sure of the window. ${never}.`,
    };
  }
  return {
    short: 'Not enough data',
    note: 'no date yet',
    headline: 'Not enough data for a date',
    detail: 'The curve shows what leads like this one did. It is no promise about this one.',
  };
}
