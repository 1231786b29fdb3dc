/**
 * What the probe finds in the inputs of features, segments and likeness. Language is that of real single messages of
 * the corpus; no model's figures here come from a message it learned segments from. Names and postcodes are in no
 * data: they are assigned to simulated leads at random (a control) and by area, under a segregation that is assumed
 * and stated; what is found then is what an area or a price gives away, not what any real brokerage has.
 */
import type { Judges } from '../judges.ts';
import { seededRandom } from '../linear/random.ts';
import type { WorldOptions } from '../simulator/world.ts';
import { type SeenLead, seeLeads } from './lead-views.ts';
import { type SeenMessage, seeMessages } from './message-views.ts';
import { type ProbeFigure, probe } from './proxy-probe.ts';
import type { Views } from './views.ts';

const SEED = 20_261_126;
const FOLDS = 4;
const WORLD: WorldOptions = { leads: 1200, days: 150, seed: SEED };
/** Assumed share of the name group in one half of the areas and in the other. */
const SEGREGATION = [0.7, 0.15] as const;
const POSTCODES_PER_AREA = 2;

export interface ProxyFigure extends ProbeFigure {
  /** What is to be told. */
  hidden: string;
  /** From what. */
  inputs: string;
}

/** @param tell called before each part, with how many of how many are done */
export async function proxyFigures(
  judges: Pick<Judges, 'readText' | 'features' | 'intents' | 'segments'>,
  tell: (part: string, done: number, of: number) => Promise<void>,
): Promise<ProxyFigure[]> {
  await tell('probe messages for language', 0, 2);
  const language = languageFigures(seeMessages(judges, SEED));
  await tell('probe leads for names and postcodes', 1, 2);
  return [...language, ...placeFigures(seeLeads(judges, WORLD))];
}

export const languageFigures = (messages: readonly SeenMessage[]): ProxyFigure[] =>
  probeEach(
    'Spanish or mixed, one real message',
    messages.map(({ views }) => views),
    messages.map(({ spanish }) => spanish),
  );

export function placeFigures(leads: readonly SeenLead[]): ProxyFigure[] {
  const views = leads.map((lead) => lead.views);
  const random = seededRandom(SEED + 1);
  const place = leads.map(
    ({ area }) => area * POSTCODES_PER_AREA + Math.floor(random() * POSTCODES_PER_AREA),
  );
  const most = mostFrequent(place);
  const byArea = leads.map(({ area }) => random() < SEGREGATION[area % 2]!);
  const atRandom = leads.map(() => random() < (SEGREGATION[0] + SEGREGATION[1]) / 2);
  return [
    ...probeEach('name group, at random (control)', views, atRandom),
    ...probeEach(`name group, by area (${SEGREGATION.join(' against ')} assumed)`, views, byArea),
    ...probeEach(
      'one postcode of sixteen, two an area',
      views,
      place.map((code) => code === most),
    ),
  ];
}

function probeEach(hidden: string, views: readonly Views[], positive: readonly boolean[]): ProxyFigure[] {
  return Object.keys(views[0]!).map((inputs) => {
    const cases = views.map((view, i) => ({
      inputs: view[inputs]!,
      fold: i % FOLDS,
      positive: positive[i]!,
    }));
    return { hidden, inputs, ...probe(cases, SEED) };
  });
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0];
}
