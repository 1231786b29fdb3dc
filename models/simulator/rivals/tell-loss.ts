/** A lead was lost to a rival: perhaps it says so; the agent, who may not know, goes on for a while. */
import { timeOf } from '../calendar.ts';
import { pick, type Random, whole } from '../draws.ts';
import type { LeadState } from '../lead-state.ts';
import type { ListingMarket } from '../listings.ts';
import { touchDue } from '../live-day.ts';
import { AREAS } from '../market-paths.ts';
import { TOUCH } from '../settings.ts';
import { addressOf, fill } from '../slots.ts';
import { TOUCH as TOUCHES } from '../wordings.ts';
import { sayGone } from './lets-on.ts';
import type { RivalNotes } from './rival-notes.ts';
import { TOLD } from './settings.ts';

export interface Loss {
  notes: RivalNotes;
  /** Index into CAST. */
  rival: number;
  state: LeadState;
  day: number;
  /** Epoch ms. */
  at: number;
  agent: string;
  listings: ListingMarket;
  words: Random;
  /** It has said so already. */
  said: boolean;
}

export function tellLoss(loss: Loss): void {
  const { notes, rival, state, day, at, words } = loss;
  const { zone } = AREAS[state.traits.area]!;
  const says = words() < TOLD.says;
  if (says && !loss.said) notes.speak(sayGone(rival, words), at, state.traits.channel);
  const told = says || loss.said;
  const recorded = words() < (told ? TOLD.recorded : TOLD.silent);
  const later = day + (told ? whole(words, 1, 5) : whole(words, 20, 75));
  if (!told) touchInVain(loss, zone, recorded ? later : Number.POSITIVE_INFINITY);
  if (!recorded) return;
  const reason = told ? 'competitor' : 'no answer';
  notes.tell({ at: timeOf(later, 16 + words(), zone), type: 'outcome', result: 'lost', reason });
}

function touchInVain({ notes, state, day: from, agent, listings, words }: Loss, zone: string, until: number) {
  const gone = { ...state };
  const { channel, area } = state.traits;
  for (let day = from + 1; day < until && gone.unanswered < TOUCH.most; day++) {
    if (!touchDue(gone, day) || words() >= TOUCH.chance) continue;
    gone.lastTouch = day;
    gone.unanswered++;
    const home = addressOf(listings.browse(area, words));
    const text = fill(pick(words, TOUCHES), { area: AREAS[area]!.name, home });
    notes.tell({
      at: timeOf(day, 9 + 8 * words(), zone),
      type: 'message',
      from: 'agent',
      channel,
      agent,
      text,
    });
  }
}
