/**
 * `bench similar`: the ten nearest of 100,000 leads of a tenant. Time of a query and of a move, and recall@10 against
 * looking at every vector before rounding.
 */
import { seededRandom } from '../../models/linear/random.ts';
import { LeadIndex, PROBES } from '../../models/similar/lead-index.ts';
import { coordinates, type LeadTraits, leadVector } from '../../models/similar/lead-vector.ts';
import { createHdr, percentileMs, record } from './hdr.ts';
import { makeUpLead, makeUpLeads } from './made-up-leads.ts';

export interface SimilarReport {
  leads: number;
  probes: number;
  /** Share of the true ten nearest found, and the same when every cell is looked into: what rounding costs. */
  recall: number;
  recallOfRounding: number;
  query: Spread;
  /** The same queries, each the best of three: without the moments in which others had the processor. */
  queryUndisturbed: Spread;
  /** A lead that moves: taken out and put in again, splits included. */
  move: Spread;
  bytesPerLead: number;
}
interface Spread {
  p50: number;
  p99: number;
  max: number;
}

const K = 10;
const JUDGED = 300;
const QUERIES = 5000;
const MOVES = 20_000;

export function measureSimilar(leads = 100_000, seed = 1): SimilarReport {
  const all = makeUpLeads(leads, seed);
  const before = process.memoryUsage().arrayBuffers;
  const index = new LeadIndex();
  all.forEach((traits, i) => {
    index.put(idOf(i), leadVector(traits));
  });
  const bytesPerLead = Math.round((process.memoryUsage().arrayBuffers - before) / leads);
  const random = seededRandom(seed + 1);
  const move = moveAbout(index, all, random);
  const recall = measureRecall(index, all, random);
  const ask = () => {
    const vector = leadVector(all[Math.floor(random() * leads)]!);
    return () => index.nearest(vector, K);
  };
  const query = spread(ask, QUERIES);
  const queryUndisturbed = spread(ask, QUERIES, 3);
  return { leads, probes: PROBES, ...recall, query, queryUndisturbed, move, bytesPerLead };
}

const idOf = (i: number): string => `lead-${i}`;

function moveAbout(index: LeadIndex, all: LeadTraits[], random: () => number): Spread {
  return spread(() => {
    const i = Math.floor(random() * all.length);
    all[i] = makeUpLead(random);
    const vector = leadVector(all[i]!);
    return () => index.put(idOf(i), vector);
  }, MOVES);
}

function measureRecall(index: LeadIndex, all: readonly LeadTraits[], random: () => number) {
  const exact = all.map(coordinates);
  let found = 0;
  let foundByAll = 0;
  for (let n = 0; n < JUDGED; n++) {
    const i = Math.floor(random() * all.length);
    const true10 = new Set(nearestOf(exact, i));
    const vector = leadVector(all[i]!);
    const hits = (probes?: number) =>
      index.nearest(vector, K, idOf(i), probes).filter(({ id }) => true10.has(id)).length;
    found += hits();
    foundByAll += hits(Number.POSITIVE_INFINITY);
  }
  return { recall: found / (JUDGED * K), recallOfRounding: foundByAll / (JUDGED * K) };
}

function nearestOf(all: readonly Float64Array[], of: number): string[] {
  const distances = all.map((vector, i) => ({ i, d: i === of ? Infinity : squared(vector, all[of]!) }));
  return distances
    .sort((a, b) => a.d - b.d)
    .slice(0, K)
    .map(({ i }) => idOf(i));
}

function squared(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}

/** Times what `prepare` gives, its preparation apart; the best of `tries`. */
function spread(prepare: () => () => unknown, times: number, tries = 1): Spread {
  const hdr = createHdr();
  for (let n = 0; n < times; n++) {
    const work = prepare();
    let best = Number.POSITIVE_INFINITY;
    for (let t = 0; t < tries; t++) {
      const from = process.hrtime.bigint();
      work();
      best = Math.min(best, Number(process.hrtime.bigint() - from) / 1000);
    }
    record(hdr, best);
  }
  return { p50: percentileMs(hdr, 50), p99: percentileMs(hdr, 99), max: percentileMs(hdr, 100) };
}
