/**
 * Reasons in plain words. A weight counts from the average lead and carries its sign beside the text, so a text
 * names what is weighed and does not claim a direction: few offers weigh down as many weigh up.
 */
import type { HazardForecast } from '../models/judges.ts';
import type { Reason } from '../schemas/insight.ts';
import { round } from './round.ts';

const RISKS = 3;

/** Groups that are no intent and no activity. */
const GROUPS: Record<string, string> = {
  silence: 'Days without news',
  timing: 'How far things have come',
  engagement: 'How much both sides write',
  pace: 'How fast the lead writes and answers',
  age: 'How long the lead is known',
  other: 'Everything else',
};

/** @param reasons ids such as `intent.offer_intent`, `activity.showing_attended`, `silence` */
export function explain(reasons: HazardForecast['reasons']): Reason[] {
  const said: Reason[] = [];
  for (const { id, weight } of reasons) {
    const rounded = round(weight, 2);
    if (rounded !== 0) said.push({ id, weight: rounded, text: textOf(id) });
  }
  return said;
}

/** What weighs against conversion most; the sum of the rest is no risk one could act on. */
export const risksOf = (reasons: Reason[]): Reason[] =>
  reasons
    .filter(({ id, weight }) => weight < 0 && id !== 'other')
    .sort((a, b) => a.weight - b.weight)
    .slice(0, RISKS);

function textOf(id: string): string {
  const known = texts.get(id);
  if (known !== undefined) return known;
  const [kind, name] = id.split('.') as [string, string | undefined];
  const words = (name ?? kind).replaceAll('_', ' ');
  const text = GROUPS[id] ?? (kind === 'intent' ? `What was said of: ${words}` : `What was done: ${words}`);
  texts.set(id, text);
  return text;
}

/** Ids come from a model, so they are few. */
const texts = new Map<string, string>();
