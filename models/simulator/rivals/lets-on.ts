/** What a lead lets on of rivals: the words of it, and what they mean. */
import type { CompetitorKind, Stance } from '../../../schemas/competition.ts';
import { clamp, pick, pickWeighted, type Random } from '../draws.ts';
import type { LeadState } from '../lead-state.ts';
import { fill } from '../slots.ts';
import { type AffairState, isCourtedBy } from './affair.ts';
import { CAST, drawRival } from './cast.ts';
import { IDLE_STANCES, LETS_ON, STANCES_BY_PULL } from './settings.ts';
import { DECOYS, GONE, MENTIONS, mannerOf, UNNAMED } from './wordings.ts';

/** What is true of a message that speaks of a rival. */
export interface SaidOfRival {
  /** Index into CAST. */
  rival: number;
  kind: CompetitorKind;
  /** Empty where nobody is named. */
  name: string;
  stance: Stance;
  /** Whether it means to leave for it. */
  switching: boolean;
}

export interface RivalSpeech {
  text: string;
  said: SaidOfRival;
}

/** Persons go unnamed as often as this. */
const UNNAMED_SHARE = 0.25;

function speech(
  wordings: readonly string[],
  rival: number,
  meaning: Pick<SaidOfRival, 'stance' | 'switching'>,
  random: Random,
): RivalSpeech {
  const { kind, name } = CAST[rival]!;
  const named = mannerOf(kind) !== 'person' || random() >= UNNAMED_SHARE;
  const text = fill(pick(random, wordings), { rival: named ? name : pick(random, UNNAMED) });
  return { text, said: { rival, kind, name: named ? name : '', ...meaning } };
}

const mention = (rival: number, stance: Stance, random: Random): RivalSpeech =>
  speech(
    MENTIONS[stance][mannerOf(CAST[rival]!.kind)],
    rival,
    { stance, switching: stance === 'committed' },
    random,
  );

/** What comes up when a lead speaks of rivals: of the one that courts it, by how far that has come, or of any. */
export function speakOfRival(affair: AffairState, lead: LeadState, random: Random): RivalSpeech {
  if (!isCourtedBy(affair) || affair.discreet)
    return mention(drawRival(lead.traits.side, random), pickWeighted(random, IDLE_STANCES), random);
  const { parts } = STANCES_BY_PULL.find(({ upTo }) => affair.pull <= upTo)!;
  return mention(affair.rival, pickWeighted(random, parts), random);
}

export const speakIll = (rival: number, random: Random): RivalSpeech => mention(rival, 'complaining', random);

export const announceSwitch = (rival: number, random: Random): RivalSpeech =>
  mention(rival, 'committed', random);

export const sayGone = (rival: number, random: Random): RivalSpeech =>
  speech(GONE[mannerOf(CAST[rival]!.kind)], rival, { stance: 'committed', switching: true }, random);

export const sayDecoy = (rival: number, random: Random): RivalSpeech =>
  speech(DECOYS[mannerOf(CAST[rival]!.kind)], rival, { stance: 'neutral', switching: false }, random);

/** Whether it speaks of a rival today of its own accord. */
export function speaksToday(affair: AffairState, random: Random): boolean {
  const courted = isCourtedBy(affair) && !affair.discreet;
  const idle = affair.talker ? LETS_ON.idle : 0;
  const usual = courted ? LETS_ON.mention * Math.exp(0.25 * clamp(affair.pull, -2, 2)) : idle;
  return random() < usual * affair.chatty;
}

/** Whether it is seen at a portal today. */
export function looksElsewhere(affair: AffairState, random: Random): boolean {
  const courted = isCourtedBy(affair) && !affair.discreet;
  return random() < (courted ? LETS_ON.portal : LETS_ON.idlePortal) * affair.looker;
}

/** Whether it leaves unsaid what it would have said today: the more it is drawn away, the less it writes. */
export const keepsQuiet = (affair: AffairState, random: Random): boolean =>
  isCourtedBy(affair) && !affair.discreet && random() < LETS_ON.quiet * clamp((affair.pull + 0.5) / 2, 0, 1);
