/** What answers a threat speaks for us, and of no competitor: not by name, and not by comparison. */
import { disparages } from '../../models/content/disparagement.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { withoutNames } from './without-names.ts';

/** Why the text must not go out; undefined where it may, and for a text that answers no threat. */
export function harmIn(
  turn: Pick<FollowUpTurn, 'state' | 'desk' | 'wide'>,
  play: string,
  text: string,
): string | undefined {
  if (!play) return undefined;
  const words = disparages(withoutNames(turn, text), namesOf(turn));
  return words && `It speaks of a competitor: “${words}”. Say what we do, and nothing of others.`;
}

/** Of every competitor that the lead spoke of, as the registry writes it, too. */
function namesOf({ state, wide }: Pick<FollowUpTurn, 'state' | 'wide'>): string[] {
  const known = wide?.competitors?.competitors ?? [];
  return state.competition.rivals.flatMap(({ competitor, name }) => {
    const entry = known.find(({ id }) => id === competitor);
    return entry ? [name, entry.name, ...entry.aliases] : [name];
  });
}
