/** How a lead of the world responds to an automatic message: from its hidden state, and from nothing a model says. */
import type { Channel } from '../../schemas/words.ts';
import { clamp, normal, type Random } from './draws.ts';
import { FATE, type LeadState } from './lead-state.ts';
import { heard } from './live-day.ts';
import {
  type Approach,
  CHANNEL_FIT,
  FATIGUE,
  FIT,
  HOUR_FIT,
  LATENCY,
  LIFT,
  MOOD,
  RESPONSE,
  STOP,
  WAKES,
} from './response-settings.ts';
import { STAGES } from './settings.ts';
import type { Traits } from './traits.ts';

/** A message that reached the lead. */
export interface Touch {
  approach: Approach;
  channel: Channel;
  /** Hour of the lead's own clock, 0 to 24, and whether it is a weekend there. */
  hour: number;
  weekend: boolean;
  /** Marketing in the {@link FATIGUE} days before it: an answer tires nobody. */
  recent: number;
}

/** @property hours from the touch to the response */
export type Response =
  | { kind: 'nothing' }
  /** It writes back, by the channel it was written to. */
  | { kind: 'reply'; hours: number }
  /** It looks at a home, or reads what was linked. */
  | { kind: 'look'; hours: number }
  /** It takes the invitation. */
  | { kind: 'visit'; hours: number }
  | { kind: 'stop'; hours: number };

/**
 * Draws the response, and moves the state by what the message does to the lead, whether it responds or not.
 * @param day of the touch
 */
export function respond(state: LeadState, touch: Touch, day: number, random: Random): Response {
  const { stop, reply, act, fit } = chancesOf(state, touch);
  const draw = random();
  const hours = latency(touch.channel, random);
  if (draw < stop) return { kind: 'stop', hours };
  // It bought elsewhere, or is no longer looking: nothing brings it back.
  if (state.fate !== FATE.open) return { kind: 'nothing' };
  if (draw < stop + reply + act) {
    state.motivation += LIFT.responded;
    wake(state, day);
    if (draw < stop + reply) return { kind: 'reply', hours };
    return { kind: touch.approach === 'showing_invite' ? 'visit' : 'look', hours };
  }
  state.motivation += LIFT.read * clamp(fit - 0.5, -1, 1) - LIFT.tired * touch.recent;
  if (state.silentUntil >= 0 && random() < WAKES * fit) wake(state, day);
  return { kind: 'nothing' };
}

export interface Chances {
  stop: number;
  reply: number;
  act: number;
  /** How well the message suits the lead, about 1 for one that does. */
  fit: number;
}

export function chancesOf(state: LeadState, touch: Touch): Chances {
  const { approach, recent } = touch;
  const fit = fitOf(state, touch);
  const mood = Math.exp(MOOD.motivation * state.motivation + MOOD.trust * state.trust);
  const fresh = Math.exp(-FATIGUE.tires * recent);
  const will = Math.min(3, fit * mood * fresh) * wakefulness(state, touch);
  const last = approach === 'answer' || approach === 'service' ? STOP.answer : STOP.chance;
  const annoyed = FATIGUE.annoys * recent - STOP.motivation * state.motivation - STOP.trust * state.trust;
  return {
    stop: Math.min(STOP.most, (last * Math.exp(annoyed)) / Math.max(0.3, fit)),
    reply: RESPONSE[approach].reply * will,
    act: RESPONSE[approach].act * will,
    fit,
  };
}

function fitOf({ stage, traits }: LeadState, { approach, channel, hour, weekend }: Touch): number {
  const { stage: byStage, side, cohort } = FIT[approach];
  const suits =
    byStage[Math.min(stage, STAGES.length - 1)]! * side[traits.side] * (cohort[traits.cohort] ?? 1);
  return suits * channelFit(traits, channel) * hourFit(traits, hour, weekend);
}

function channelFit({ channel: own }: Traits, channel: Channel): number {
  if (channel === own) return CHANNEL_FIT.own;
  return channel === 'email' ? CHANNEL_FIT.email : CHANNEL_FIT.phone;
}

function hourFit({ hour: own, weekender }: Traits, hour: number, weekend: boolean): number {
  const apart = Math.abs(hour - own);
  const off = Math.min(apart, 24 - apart) / HOUR_FIT.hours;
  const near = HOUR_FIT.far + HOUR_FIT.near * Math.exp(-off * off);
  return weekender ? near * (weekend ? HOUR_FIT.weekend : HOUR_FIT.weekday) : near;
}

/** A silent lead hears little, but most when it is asked back; who is awake need not be. */
function wakefulness({ silentUntil }: LeadState, { approach }: Touch): number {
  const asked = approach === 're_engage';
  if (silentUntil < 0) return asked ? MOOD.awake : 1;
  return MOOD.silent * (asked ? MOOD.askedBack : 1);
}

function wake(state: LeadState, day: number): void {
  state.silentUntil = -1;
  heard(state, day);
}

function latency(channel: Channel, random: Random): number {
  const median = channel === 'email' ? LATENCY.email : LATENCY.phone;
  return Math.min(LATENCY.most, median * Math.exp(LATENCY.spread * normal(random)));
}
