/** How far figures of mentions may be off, and what one reader of mentions is better by than another. */
import { seededRandom } from '../linear/random.ts';
import { pairs, type ReadLine } from './match-mentions.ts';
import { rounded } from './trainings.ts';

const SAMPLES = 1000;
const SEED = 20_261_204;

/** What one reading has more than another: paired, the same leads drawn for both. */
export interface Added {
  f1: number;
  f1_95: [number, number];
  stance: number;
  stance95: [number, number];
}

const between = (values: number[]): [number, number] => {
  values.sort((a, b) => a - b);
  return [rounded(values[Math.floor(0.025 * SAMPLES)]!), rounded(values[Math.floor(0.975 * SAMPLES)]!)];
};

/** Calls `look` with places of lines, whole leads drawn with replacement. */
function redraw(read: readonly ReadLine[], look: (places: number[]) => void): void {
  const byLead = new Map<string, number[]>();
  read.forEach(({ line }, i) => {
    const places = byLead.get(line.lead);
    if (places === undefined) byLead.set(line.lead, [i]);
    else places.push(i);
  });
  const leads = [...byLead.values()];
  const random = seededRandom(SEED);
  for (let sample = 0; sample < SAMPLES; sample++)
    look(leads.flatMap(() => leads[Math.floor(random() * leads.length)]!));
}

/** Counts of a line that figures of many are made of. */
function countsOf(one: ReadLine) {
  const matched = pairs(one);
  return {
    ...{ hits: matched.length, calls: one.found.length, truths: one.line.mentions.length },
    stances: matched.filter(({ said, found }) => said.stance === found.stance).length,
  };
}

function sharesOf(counts: readonly ReturnType<typeof countsOf>[], places: readonly number[]) {
  let [hits, calls, truths, stances] = [0, 0, 0, 0];
  for (const place of places) {
    const one = counts[place]!;
    hits += one.hits;
    calls += one.calls;
    truths += one.truths;
    stances += one.stances;
  }
  return { f1: (2 * hits) / Math.max(1, calls + truths), stance: stances / Math.max(1, hits) };
}

/** Percentile intervals. */
export function intervals(read: readonly ReadLine[]): { f1: [number, number]; stance: [number, number] } {
  const counts = read.map(countsOf);
  const [f1, stance]: [number[], number[]] = [[], []];
  redraw(read, (places) => {
    const shares = sharesOf(counts, places);
    f1.push(shares.f1);
    stance.push(shares.stance);
  });
  return { f1: between(f1), stance: between(stance) };
}

/** What one reading of lines is better by than another of the same. */
export function addedBy(read: readonly ReadLine[], than: readonly ReadLine[]): Added {
  const [ours, theirs] = [read.map(countsOf), than.map(countsOf)];
  const difference = (places: readonly number[]) => {
    const [a, b] = [sharesOf(ours, places), sharesOf(theirs, places)];
    return { f1: a.f1 - b.f1, stance: a.stance - b.stance };
  };
  const [f1, stance]: [number[], number[]] = [[], []];
  redraw(read, (places) => {
    const drawn = difference(places);
    f1.push(drawn.f1);
    stance.push(drawn.stance);
  });
  const all = difference([...read.keys()]);
  return {
    ...{ f1: rounded(all.f1), f1_95: between(f1) },
    ...{ stance: rounded(all.stance), stance95: between(stance) },
  };
}
