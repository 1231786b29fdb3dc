/** The 42 message intents of the domain; their order is the order of every intent vector. */
import domain from './domain/intents.json' with { type: 'json' };

export type Intent = keyof typeof domain.intents;
export const INTENTS = Object.keys(domain.intents) as Intent[];
export const INTENT_TEXT: Readonly<Record<Intent, string>> = domain.intents;
export const INTENT_INDEX: ReadonlyMap<string, number> = new Map(INTENTS.map((id, index) => [id, index]));
