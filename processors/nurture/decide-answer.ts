/** What the lead asked or booked is followed at once by what it calls for: no policy weighs that. */
import type { ContentType } from '../../schemas/nurture.ts';
import type { Channel } from '../../schemas/words.ts';
import { normalAddress } from '../addresses.ts';
import { asksSomething } from './asks-something.ts';
import { contentTypeOf } from './content-type-of.ts';
import type { Deciding } from './decide-follow-up.ts';
import type { FollowUpTurn } from './follow-up-turn.ts';
import { isFresh } from './is-fresh.ts';
import { recordDecision } from './record-decision.ts';

const HOUR_MS = 3_600_000;
/** Of answers past: a reply is what most of them get. Until it is measured, one in two. */
const ANSWERED = 0.5;

interface Called {
  type: ContentType;
  channel: Channel;
  afterMs: number;
  why: string;
}

export function decideAnswer(turn: FollowUpTurn, judges: Deciding): FollowUpTurn | undefined {
  if (!isFresh(turn)) return undefined;
  const called = calledFor(turn);
  if (!called) return undefined;
  const { type, channel, afterMs, why } = called;
  return recordDecision(turn, judges, {
    wish: {
      ...{ type, channel, why, strategy: 'answer', delay: 'now', play: '', responseRate: ANSWERED },
      due: turn.now + afterMs,
    },
    choice: { mode: 'rule', propensity: 1, policyVersion: 'rule', arms: [], context: [] },
    refused: [],
  });
}

function calledFor(turn: FollowUpTurn): Called | undefined {
  const { event, desk } = turn;
  if (event.type === 'message' && event.from === 'lead') {
    if (!asksSomething(turn)) return undefined;
    const channel = answerBy(turn, event.channel);
    const type = contentTypeOf(turn, 'answer');
    return channel && { type, channel, afterMs: desk.settings.answerSeconds * 1000, why: 'The lead wrote.' };
  }
  if (event.type !== 'activity') return undefined;
  const follows = FOLLOWS[event.activity];
  const channel = follows && preferred(turn);
  return channel && { ...follows, channel };
}

const FOLLOWS: Partial<Record<string, Omit<Called, 'channel'>>> = {
  showing_booked: { type: 'showing_confirmation', afterMs: 60_000, why: 'The lead booked a showing.' },
  showing_attended: { type: 'post_showing', afterMs: 3 * HOUR_MS, why: 'The lead saw a home.' },
  offer_accepted: { type: 'closing', afterMs: 2 * HOUR_MS, why: 'An offer was accepted.' },
};

/** Where the lead wrote; who called gets a text, if there is a number. */
function answerBy({ state }: FollowUpTurn, channel: Channel): Channel | undefined {
  if (channel !== 'call' && channel !== 'voicemail') return channel;
  return normalAddress('phone', state.contact) ? 'sms' : undefined;
}

/** The channel the lead wrote on last that can reach it; an address otherwise. */
function preferred({ nurture, state }: FollowUpTurn): Channel | undefined {
  const heard = Object.entries(nurture.heard) as [Channel, number][];
  const latest = heard
    .filter(([channel]) => channel !== 'webchat' && channel !== 'call' && channel !== 'voicemail')
    .sort((a, b) => b[1] - a[1])[0]?.[0];
  if (latest) return latest;
  if (normalAddress('phone', state.contact)) return 'sms';
  return normalAddress('email', state.contact) ? 'email' : undefined;
}
