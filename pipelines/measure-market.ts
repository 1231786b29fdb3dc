/**
 * Measures price estimates and market shifts on simulated markets and writes their cards; nothing is learned from them.
 * Run `node --import tsx pipelines/measure-market.ts`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FEWEST_HOMES } from '../models/comparables/appraise.ts';
import { lawfulHomes, measureEstimates, simulatedHomes } from '../models/comparables/measure.ts';
import { FEWEST_MOVES, SETTINGS } from '../models/market-shift/detect-shift.ts';
import { measureShifts } from '../models/market-shift/measure.ts';

/** Not those that settings were chosen on (100 to 105). */
const SEEDS = Array.from({ length: 12 }, (_, i) => 200 + i);
const STATUS = 'Simulated. No figure here is one of a real market.';

const write = (folder: string, card: object): void => {
  const file = fileURLToPath(new URL(`../models/${folder}/card.json`, import.meta.url));
  writeFileSync(file, `${JSON.stringify(card, null, 2)}\n`);
};

const two = SEEDS.slice(0, 2);
write('comparables', {
  model: 'comparables',
  task: 'What a home would be asked for, by the homes of its area, with an interval and the homes it was compared with.',
  status: STATUS,
  method:
    'Ridged hedonic regression of ln price (bedrooms, baths, trend) or the mean of the eight nearest homes, each drawn to the area’s median as far as the homes give no evidence for it (slope of prices on predictions with each home left out, less a standard error), whichever errs less with each home left out; the interval is made of those errors. Not learned: fitted anew on the homes an area knows.',
  settings: { fewestHomes: FEWEST_HOMES },
  figures: [
    measureEstimates(
      'the simulator’s listings: their prices do not depend on rooms',
      SEEDS.flatMap(simulatedHomes),
    ),
    measureEstimates(
      'by a straight law of rooms, noise of 12 %',
      two.flatMap((seed) => lawfulHomes(seed, false)),
    ),
    measureEstimates(
      'by a bent law of rooms, noise of 12 %',
      two.flatMap((seed) => lawfulHomes(seed, true)),
    ),
  ],
  reading:
    'error, median and best: median absolute error of ours, of the median of the same homes, and of the middle price by the mechanism, which nobody can better. Each home is valued when it is listed, by those listed before it.',
  limits: [
    'Prices are asking prices: closing prices are not told to Doorstep.',
    'Rooms and time are all it sees: no size, condition, street or school.',
    'Intervals are a little wide: they hold somewhat more than their level.',
  ],
});
write('market-shift', {
  model: 'marketShift',
  task: 'Whether inventory, median price, days on market or rate of an area moved beyond its noise, told once a shift.',
  status: STATUS,
  method:
    'Two-sided CUSUM over week-to-week moves in usual deviations (median and MAD of up to 52 weeks). Compared with a rule on the change over four weeks.',
  settings: { ...SETTINGS, fewestMoves: FEWEST_MOVES },
  figures: measureShifts(SEEDS),
  reading:
    'falseAYear: alarms a year and area where nothing was planted, though the simulated market does wander. planted: share heard within ten weeks, mean weeks to it, and further alarms for the same shift.',
  limits: [
    'Settings were chosen on seeds 100 to 105 so that an area rings about once a year by mistake.',
    'Seasons are not taken out: an area with a strong one rings at its turn.',
    'The areas of a market share its rate: figures on rates rest on twelve paths only, and a half point within a month is seldom heard.',
  ],
});
