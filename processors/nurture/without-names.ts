/**
 * A text to a lead as its wording alone is judged: Christian is a name, and so is Chinatown, where they are the lead's
 * and not the writer's choice. Names that are data stand for themselves; everything else is somebody's wording.
 */
import type { FollowUpTurn } from './follow-up-turn.ts';

/** Names of nobody and nowhere that no class is known by. */
const PERSON = 'Alex';
const PLACE = 'Northfield';

export function withoutNames({ state, desk }: Pick<FollowUpTurn, 'state' | 'desk'>, text: string): string {
  const { name, agent, area } = state.contact;
  const { brokerage, agents } = desk.settings.sender;
  const people = [name, agent === undefined ? undefined : agents[agent]?.name].flatMap(partsOf);
  const places = [area, state.market.area?.name, brokerage];
  return replaced(replaced(text, places, PLACE), people, PERSON);
}

/** First and last names by themselves, too; an initial is no name. */
const partsOf = (name: string | undefined): string[] =>
  name === undefined ? [] : [name, ...name.split(/\s+/).filter((part) => part.length > 2)];

const replaced = (text: string, names: readonly (string | undefined)[], by: string): string =>
  names.reduce<string>((known, name) => (name?.trim() ? known.replaceAll(name.trim(), by) : known), text);
