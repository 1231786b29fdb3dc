/** False alarms of the shift detector on simulated markets, and how soon it hears shifts planted in them. */
import type { IndexEvent } from '../../schemas/market-event.ts';
import { emptyArea, observeArea } from '../history/market-board.ts';
import { marketDay } from '../simulator/market-events.ts';
import { AREAS, drawMarket } from '../simulator/market-paths.ts';
import {
  detectShift,
  FEWEST_MOVES,
  MEASURES,
  type Measure,
  NEVER_RANG,
  SETTINGS,
  weekLater,
} from './detect-shift.ts';

type Week = IndexEvent & { at: number };
type Rule = (weeks: Week[]) => { week: number; measure: Measure; change: number }[];

const DAYS = 730;
const WEEK = 7;
/** When a planted shift begins, weeks from the start, and how long it may take to be heard. */
const [PLANTED, WITHIN] = [60, 10];

/** Shifts that are planted: so much, over so many weeks. Rates in points, the others in ln. */
export const PLANTS: { measure: Measure; by: number; over: number }[] = [
  { measure: 'inventory', by: 0.3, over: 1 },
  { measure: 'inventory', by: 0.3, over: 4 },
  { measure: 'medianPrice', by: -0.08, over: 4 },
  { measure: 'mortgageRate', by: 0.5, over: 4 },
];

export interface ShiftFigures {
  rule: string;
  /** Alarms a year and area where nothing was planted, by measure and in all. */
  falseAYear: Record<string, number>;
  planted: { measure: Measure; by: number; over: number; heard: number; weeks: number; again: number }[];
}

/** @param seeds of the markets; eight areas each, two years */
export function measureShifts(seeds: readonly number[], settings = SETTINGS): ShiftFigures[] {
  return [
    figuresOf(`CUSUM, slack ${settings.slack}, rings at ${settings.rings}`, seeds, cusumRule(settings)),
    figuresOf('four-week change beyond 3.1 times two usual deviations', seeds, windowRule),
  ];
}

function figuresOf(rule: string, seeds: readonly number[], find: Rule): ShiftFigures {
  const quiet = seeds.flatMap((seed) => areasOf(seed));
  const years = quiet.reduce((sum, weeks) => sum + (weeks.length - FEWEST_MOVES - 1) / 52, 0);
  const alarms = quiet.flatMap(find);
  const rate = (count: number) => Math.round((100 * count) / years) / 100;
  const of = (measure: Measure) => alarms.filter((alarm) => alarm.measure === measure).length;
  return {
    rule,
    falseAYear: {
      ...Object.fromEntries(MEASURES.map((measure) => [measure, rate(of(measure))])),
      all: rate(alarms.length),
    },
    planted: PLANTS.map((plant) => heardOf(plant, quiet, find)),
  };
}

function heardOf(
  plant: (typeof PLANTS)[number],
  quiet: Week[][],
  find: Rule,
): ShiftFigures['planted'][number] {
  const found = quiet.map((weeks) =>
    find(planted(weeks, plant)).filter(
      ({ week, measure, change }) =>
        measure === plant.measure &&
        Math.sign(change) === Math.sign(plant.by) &&
        week >= PLANTED &&
        week < PLANTED + WITHIN,
    ),
  );
  const heard = found.filter((alarms) => alarms.length > 0);
  const mean = (total: number, count: number) => Math.round((100 * total) / Math.max(1, count)) / 100;
  return {
    ...plant,
    heard: mean(heard.length, found.length),
    weeks: mean(
      heard.reduce((sum, [first]) => sum + first!.week - PLANTED + 1, 0),
      heard.length,
    ),
    again: mean(
      heard.reduce((sum, alarms) => sum + alarms.length - 1, 0),
      heard.length,
    ),
  };
}

const planted = (weeks: Week[], { measure, by, over }: (typeof PLANTS)[number]): Week[] =>
  weeks.map((week, w) => {
    const share = Math.min(1, Math.max(0, (w - PLANTED + 1) / over));
    const value =
      measure === 'mortgageRate' ? week[measure] + by * share : week[measure] * Math.exp(by * share);
    return { ...week, [measure]: value };
  });

/** Every area's indices of one market, week by week. */
function areasOf(seed: number): Week[][] {
  const market = drawMarket(seed, DAYS);
  const weeks = new Map<string, Week[]>(AREAS.map(({ name }) => [name, []]));
  for (let day = 0; day < DAYS; day += WEEK) {
    // A constant for chance: indices have none of their own, and who campaigns does not matter here.
    for (const event of marketDay(market, [], day, () => 0.5))
      if (event.type === 'index') weeks.get(event.area)!.push(event as Week);
  }
  return [...weeks.values()];
}

const cusumRule =
  (settings: typeof SETTINGS): Rule =>
  (weeks) => {
    let board = emptyArea();
    let quiet: readonly number[] = NEVER_RANG;
    return weeks.flatMap((event, week) => {
      board = observeArea(board, event, event.at);
      quiet = weekLater(quiet);
      const found = detectShift(board, quiet, settings);
      if (!found) return [];
      quiet = found.quiet;
      return [{ week, ...found.shift }];
    });
  };

/** The measure to beat: the change over four weeks against twice the usual week, told once in four weeks. */
const windowRule: Rule = (weeks) => {
  let board = emptyArea();
  const last = new Map<Measure, number>();
  return weeks.flatMap((event, week) => {
    board = observeArea(board, event, event.at);
    return MEASURES.flatMap((measure, m) => {
      const moves = board.weeks.slice(1).map((now, w) => now[m]! - board.weeks[w]![m]!);
      if (moves.length < FEWEST_MOVES || week - (last.get(measure) ?? -WEEK) < 4) return [];
      const usual = middle(moves);
      const scale = 1.4826 * middle(moves.map((move) => Math.abs(move - usual)));
      const change = moves.slice(-4).reduce((sum, move) => sum + move, 0) - 4 * usual;
      if (Math.abs(change) < 3.1 * 2 * Math.max(scale, 1e-3)) return [];
      last.set(measure, week);
      return [{ week, measure, change }];
    });
  });
};

const middle = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
