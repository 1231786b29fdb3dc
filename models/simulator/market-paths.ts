/**
 * The market by week: one mortgage rate, and an inventory an area. Both revert to where they belong and are shaken
 * every week; leads feel them weeks later. Futures drawn from a week on are what the oracle knows of the market.
 */
import { clamp, normal, type Random, STREAM, streamOf } from './draws.ts';
import { WEEK } from './settings.ts';

export interface Area {
  name: string;
  zone: string;
  /** Homes for sale in a usual week. */
  inventory: number;
  /** US dollars, at the start. */
  medianPrice: number;
}

export const AREAS: readonly Area[] = [
  { name: 'Harrow Park', zone: 'America/New_York', inventory: 900, medianPrice: 465_000 },
  { name: 'Linden Flats', zone: 'America/New_York', inventory: 420, medianPrice: 340_000 },
  { name: 'Cedar Hollow', zone: 'America/Chicago', inventory: 760, medianPrice: 315_000 },
  { name: 'Millbrook', zone: 'America/Chicago', inventory: 510, medianPrice: 405_000 },
  { name: 'Juniper Ridge', zone: 'America/Denver', inventory: 480, medianPrice: 560_000 },
  { name: 'Sorrel Mesa', zone: 'America/Phoenix', inventory: 1100, medianPrice: 430_000 },
  { name: 'Harbor Point', zone: 'America/Los_Angeles', inventory: 350, medianPrice: 820_000 },
  { name: 'Orchard Hill', zone: 'America/Los_Angeles', inventory: 640, medianPrice: 610_000 },
];

const RATE = { usual: 6.4, pull: 0.015, shake: 0.085, low: 3, high: 10 };
const INVENTORY = { pull: 0.08, shake: 0.05, byRate: 0.02 };
/** Weeks before week 0 that are made as well, so that lags are there from the first day. */
export const BEFORE = 12;

/** A competitor's campaign in an area: chance that one starts in a week, and the weeks it is felt. */
const CAMPAIGN = { chance: 0.05, weeks: 3 };

/**
 * Weeks [from, from + length); `stock` is log inventory off its season, `campaign` the weeks a competitor's
 * campaign is still felt, one run of weeks an area.
 */
export interface MarketPath {
  from: number;
  length: number;
  rate: Float64Array;
  stock: Float64Array[];
  campaign: Float64Array[];
}

function extend(path: MarketPath, start: number, random: Random): void {
  for (let i = start; i < path.length; i++) {
    const rate = path.rate[i - 1]!;
    path.rate[i] = clamp(
      rate + RATE.pull * (RATE.usual - rate) + RATE.shake * normal(random),
      RATE.low,
      RATE.high,
    );
    const dear = path.rate[i]! - RATE.usual;
    for (const campaign of path.campaign) {
      campaign[i] = random() < CAMPAIGN.chance ? CAMPAIGN.weeks : Math.max(0, campaign[i - 1]! - 1);
    }
    for (const stock of path.stock) {
      stock[i] =
        (1 - INVENTORY.pull) * stock[i - 1]! + INVENTORY.byRate * dear + INVENTORY.shake * normal(random);
    }
  }
}

/** The market that happens, from {@link BEFORE} weeks before day 0. */
export function drawMarket(seed: number, days: number): MarketPath {
  const random = streamOf(seed, STREAM.market);
  const length = BEFORE + Math.ceil(days / WEEK) + 1;
  const path: MarketPath = {
    from: -BEFORE,
    length,
    rate: new Float64Array(length),
    stock: AREAS.map(() => new Float64Array(length)),
    campaign: AREAS.map(() => new Float64Array(length)),
  };
  path.rate[0] = RATE.usual + 0.5 * normal(random);
  for (const stock of path.stock) stock[0] = 0.12 * normal(random);
  extend(path, 1, random);
  return path;
}

/** One possible market after `week`, which it and the lags before it share with `happened`. */
export function drawFuture(happened: MarketPath, week: number, weeks: number, random: Random): MarketPath {
  const known = BEFORE + 1;
  const at = week - BEFORE - happened.from;
  const copy = (values: Float64Array) => {
    const all = new Float64Array(known + weeks);
    all.set(values.subarray(at, at + known));
    return all;
  };
  const path: MarketPath = {
    from: week - BEFORE,
    length: known + weeks,
    rate: copy(happened.rate),
    stock: happened.stock.map(copy),
    campaign: happened.campaign.map(copy),
  };
  extend(path, known, random);
  return path;
}

const indexOf = (path: MarketPath, day: number): number =>
  clamp(Math.floor(day / WEEK) - path.from, BEFORE - 2, path.length - 1);

/** How cheap money moves leads: 1 where the rate two weeks ago stood as eight weeks before that. */
export function ratePull(path: MarketPath, day: number): number {
  const i = indexOf(path, day);
  return clamp(Math.exp(-1.1 * (path.rate[i - 2]! - path.rate[i - 10]!)), 0.5, 2);
}

/** How hard it is to get a home: 1 at the usual inventory of last week, more where there are few. */
export const tightness = (path: MarketPath, area: number, day: number): number =>
  clamp(Math.exp(-1.3 * path.stock[area]![indexOf(path, day) - 1]!), 0.5, 2);

/** Whether a competitor courts the leads of an area. */
export const isCourted = (path: MarketPath, area: number, day: number): boolean =>
  path.campaign[area]![indexOf(path, day)]! > 0;

/** Whether a competitor's campaign starts in the week that `day` begins. */
export const campaignStarts = (path: MarketPath, area: number, day: number): boolean =>
  path.campaign[area]![indexOf(path, day)] === CAMPAIGN.weeks;
