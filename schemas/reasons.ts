/**
 * Reasons of a forecast in plain words. On streams and in states they are ids and weights alone; the words and the
 * risks follow from those. A weight counts from the average lead and carries its sign beside the text, so a text
 * names what is weighed and claims no direction: few offers weigh down as many weigh up.
 */
import type { Reason } from './insight.ts';

const RISKS = 3;
/** What is left when the named reasons are taken out; no risk one could act on. */
const REST = 'other';

/** Groups that are no intent and no activity. */
const GROUPS: Readonly<Record<string, string>> = {
  silence: 'Days without news',
  timing: 'How far things have come',
  conversation: 'What was said and done, in its order',
  engagement: 'How much both sides write',
  pace: 'How fast the lead writes and answers',
  age: 'How long the lead is known',
  neighbours: 'How its listings, area and agent fare',
  market: 'The market of its area',
  [REST]: 'Everything else',
};

/** @param id such as `intent.offer_intent`, `activity.showing_attended`, `silence` */
export function reasonText(id: string): string {
  const group = GROUPS[id];
  if (group !== undefined) return group;
  const [kind, name] = id.split('.') as [string, string | undefined];
  const words = (name ?? kind).replaceAll('_', ' ');
  if (kind === 'intent') return `What was said of: ${words}`;
  return kind === 'activity' ? `What was done: ${words}` : words;
}

/** Heaviest first. @param weights by reason id, in log-odds */
export const reasonsOf = (weights: Readonly<Record<string, number>>): Reason[] =>
  Object.entries(weights)
    .map(([id, weight]) => ({ id, weight, text: reasonText(id) }))
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || (a.id < b.id ? -1 : 1));

/** What weighs against conversion most. */
export const risksOf = (reasons: readonly Reason[]): Reason[] =>
  reasons.filter(({ id, weight }) => weight < 0 && id !== REST).slice(0, RISKS);
