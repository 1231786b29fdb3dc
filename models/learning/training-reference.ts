/**
 * Whom a forecast was trained on, and what it says of them: written into its card by `doorstep train`, so that drift
 * can be told from the day a model starts to serve, before there is a past of its own to compare with.
 */
import { readFileSync } from 'node:fs';
import Type, { type Static } from 'typebox';
import type { Landmark } from '../../schemas/judged-forecast.ts';
import { checker, Probability } from '../../schemas/words.ts';
import { countBy, tenthEdges, tenthOf } from './population-stability.ts';

/** One moment of each lead, when something is known of it: at first contact all forecasts are nearly one. */
export const POPULATION_DAY = 7 as const;
export const POPULATION = `day ${POPULATION_DAY}` satisfies Landmark;

const Counts = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));

export const TrainingReference = Type.Object({
  landmark: Type.Literal(POPULATION, { description: 'Age of the leads' }),
  leads: Type.Integer({ minimum: 1 }),
  pConvert: Type.Object({
    edges: Type.Array(Probability, { minItems: 1, description: 'Between tenths of the training population' }),
    counts: Counts,
  }),
  segments: Counts,
});
export type TrainingReference = Static<typeof TrainingReference>;
const CHECKER = checker(TrainingReference);

/** @param leads at the landmark; at least one */
export function referenceOf(leads: readonly { pConvert: number; segment: string }[]): TrainingReference {
  const edges = tenthEdges(leads.map(({ pConvert }) => pConvert));
  const tenth = tenthOf(edges);
  return {
    ...{ landmark: POPULATION, leads: leads.length },
    pConvert: { edges, counts: Object.fromEntries(countBy(leads, (lead) => tenth(lead.pConvert))) },
    segments: Object.fromEntries(countBy(leads, ({ segment }) => segment)),
  };
}

/**
 * Null where the card has none: it was written before there were any, or no lead was followed for so long. Throws where
 * there is no card, or its reference is none.
 *
 * @param folder URL of the model's folder, with a trailing slash
 */
export function readReference(folder: URL): TrainingReference | null {
  const path = new URL('card.json', folder);
  const { reference } = JSON.parse(readFileSync(path, 'utf8')) as { reference?: unknown };
  if (reference === undefined || reference === null) return null;
  const problem = CHECKER.check(reference);
  if (problem)
    throw new Error(
      `${path.pathname}: reference.${problem.field} ${problem.message}. Run "doorstep train" again`,
    );
  return reference as TrainingReference;
}
