/** Makes what is planted happen: it moves the affair by the same mechanism, and somebody says so. */
import { timeOf } from '../calendar.ts';
import type { Random } from '../draws.ts';
import type { LeadState } from '../lead-state.ts';
import type { ListingMarket } from '../listings.ts';
import { AREAS } from '../market-paths.ts';
import { STAGE } from '../settings.ts';
import { type AffairState, begin, lostToRival } from './affair.ts';
import { drawOfKind } from './cast.ts';
import { announceSwitch, type RivalSpeech, sayDecoy, sayGone } from './lets-on.ts';
import { cuttingAgent, DEEP_CUT, PLANTED_PULL, PLANTS, type PlantKind } from './plants.ts';
import type { RivalNotes } from './rival-notes.ts';

export interface Planting {
  affair: AffairState;
  notes: RivalNotes;
  state: LeadState;
  day: number;
  /** When the lead says it. */
  at: number;
  zone: string;
  listings: ListingMarket;
  fate: Random;
  words: Random;
}

/** From an offer on, and once the lead is lost, nothing is planted. */
export function plantEvent(kind: PlantKind, planting: Planting): void {
  const { affair, state } = planting;
  if (state.stage >= STAGE.offer || affair.lostTo >= 0) return;
  if (kind === 'deep_cut') plantCut(planting);
  else plantSaid(kind, planting);
}

function plantSaid(kind: Exclude<PlantKind, 'deep_cut'>, planting: Planting): void {
  const { affair, words } = planting;
  const rival = drawOfKind(kind === 'ibuyer' ? 'ibuyer' : words() < 0.7 ? 'agent' : 'brokerage', words);
  if (kind === 'decoy') {
    say(kind, sayDecoy(rival, words), planting);
    return;
  }
  draw(rival, planting);
  say(kind, kind === 'signed' ? sayGone(rival, words) : announceSwitch(rival, words), planting);
  if (kind !== 'signed') return;
  lostToRival(affair, rival, planting.day);
  planting.notes.closed('signed', planting.day);
}

/** The lead is drawn to that rival strongly, whomever it talked to before. */
function draw(rival: number, { affair, notes, day, fate }: Planting): void {
  if (affair.rival >= 0) notes.closed('cooled', day);
  begin(affair, rival, day, fate);
  affair.pull = PLANTED_PULL;
  notes.opened(day);
}

function say(kind: PlantKind, spoken: RivalSpeech, { notes, at, state }: Planting): void {
  const event = notes.speak(spoken, at, state.traits.channel);
  notes.planted.push({ lead: notes.lead, kind, must: PLANTS[kind].must, at, event, text: spoken.text });
}

/** A rival's client cuts the price of the home the lead has in mind, which it was seen to tour before. */
function plantCut({ affair, notes, state, day, zone, listings, fate, words }: Planting): void {
  const home = listings.all[state.listing];
  if (!home || home.gone >= 0) return;
  const at = Math.round(timeOf(day, 12 + 6 * words(), zone));
  notes.tell({ at: timeOf(day, 9, zone), type: 'activity', activity: 'showing_attended', ref: home.id });
  const price = Math.round((home.price * (1 - DEEP_CUT.part)) / 500) * 500;
  const common = { area: AREAS[home.area]!.name, listing: home.id };
  const { beds, baths } = home;
  const id = `cut-${notes.lead}`;
  notes.cuts.push(
    { id, at, type: 'listing', change: 'price', price, beds, baths, ...common },
    {
      id: `cutter-${notes.lead}`,
      at: at + 1,
      type: 'competitor',
      change: 'price_cut',
      agent: cuttingAgent(words),
      ...common,
    },
  );
  const text = `${home.id}: ${home.price} to ${price}`;
  notes.planted.push({
    ...{ lead: notes.lead, kind: 'deep_cut', must: PLANTS.deep_cut.must },
    ...{ at, event: id, text },
  });
  if (affair.rival < 0 && fate() < DEEP_CUT.meets) {
    begin(affair, drawOfKind('agent', fate), day, fate);
    notes.opened(day);
  }
  if (affair.rival >= 0) affair.pull += DEEP_CUT.pull;
}
