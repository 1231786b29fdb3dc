/** What people of a simulated brokerage do: they take over what is escalated or under offer, and answer drafts. */
import { HOUR, MINUTE, timeOf } from '../../models/simulator/calendar.ts';
import { between, normal, pick, type Random, STREAM, streamOf } from '../../models/simulator/draws.ts';
import type { ApprovalRequest, Escalation } from '../../schemas/nurture.ts';
import type { Happenings } from './happenings.ts';
import { localDay } from './local-day.ts';
import type { Person } from './person.ts';

export interface PeopleOptions {
  seed: number;
  happenings: Happenings;
  /** Whether the lead has asked for no more messages, as who reads its messages sees. */
  optedOut(person: Person): boolean;
  /** An event of the agent about a lead. */
  act(person: Person, event: { type: string; at: number } & Record<string, unknown>): void;
}

/** Median minutes to a person's answer in working hours, its spread on the log scale, and how long it stays on it. */
const ANSWER = { minutes: 35, spread: 0.9, stays: 90 };
const WORKS = { from: 8.5, to: 20 };
/** Shares of drafts; the rest is left until it expires. */
const DRAFTS = { asIs: 0.65, changed: 0.15, declined: 0.1 };
const WORDS = [
  'Hi, this is your agent. I read what you wrote and can help: when is a good time to talk today?',
  'Hello, I am on it. Let me look into this and call you this afternoon.',
  'Thanks for telling me. I would rather talk this through with you, is tomorrow morning fine?',
];

export function createPeople({ seed, happenings, optedOut, act }: PeopleOptions) {
  /** One stream a lead, and how often somebody wrote to it: only of one lead is the order of what happens promised. */
  const streams: Random[] = [];
  const written: number[] = [];
  const drawsOf = ({ index }: Person): Random => {
    streams[index] ??= streamOf(seed, STREAM.people, index);
    return streams[index];
  };

  const later = (person: Person, at: number, event: { type: string } & Record<string, unknown>): void =>
    happenings.plan(at, () => act(person, { at: Math.round(at), ...event }));

  function tend(person: Person, taken: number): void {
    const by = person.agent;
    const random = drawsOf(person);
    const n = (written[person.index] ?? 0) + 1;
    written[person.index] = n;
    const text = `${pick(random, WORDS)} (${n})`;
    const { channel } = person.state.traits;
    later(person, taken, { type: 'takeover', by });
    later(person, taken + 2 * MINUTE, { type: 'message', from: 'agent', channel, agent: by, text });
    const back = taken + between(random, 0.3, 1.7) * ANSWER.stays * MINUTE;
    happenings.plan(back, () => {
      if (!person.tended) act(person, { type: 'handback', at: Math.round(back), by });
    });
  }

  /** Who did not mean it is answered. */
  function readOptOut(person: Person, at: number): void {
    const optOut = optedOut(person) ? 'meant' : 'misheard';
    act(person, { type: 'handback', at: Math.round(at), by: person.agent, optOut });
    if (optOut === 'misheard') tend(person, at + MINUTE);
  }

  return {
    /** A person takes the lead, writes, and hands it back, unless the agent keeps it, or the lead is to be left alone. */
    escalated(person: Person, { at, level, reason }: Escalation): void {
      if (level > 1) return;
      const random = drawsOf(person);
      const taken = atWork(Date.parse(at) + delay(random), person.zone, random);
      if (reason === 'opt_out_unsure') happenings.plan(taken, () => readOptOut(person, taken));
      else tend(person, taken);
    },
    /** From an offer on the agent has the lead itself. */
    tended(person: Person, is: boolean, at: number): void {
      later(person, at, { type: is ? 'takeover' : 'handback', by: person.agent });
    },
    /** A draft waits: it is approved, as it is or with changes, declined, or forgotten. */
    asked(person: Person, { at, id: action, contentHash, content }: ApprovalRequest): void {
      const random = drawsOf(person);
      const when = atWork(Date.parse(at) + delay(random), person.zone, random);
      const draw = random();
      if (draw >= DRAFTS.asIs + DRAFTS.changed + DRAFTS.declined) return;
      const approved = draw < DRAFTS.asIs + DRAFTS.changed;
      const changed = approved && draw >= DRAFTS.asIs;
      later(person, when, {
        ...{ type: 'approval', action, contentHash, approved, by: person.agent },
        ...(changed && { body: `${content.body} Talk soon.` }),
        ...(!approved && { reason: 'Not now.' }),
      });
    },
  };
}
export type People = ReturnType<typeof createPeople>;

const delay = (random: Random): number => ANSWER.minutes * MINUTE * Math.exp(ANSWER.spread * normal(random));

/** Then, or on the next morning where that is out of working hours. */
function atWork(at: number, zone: string, random: Random): number {
  const day = localDay(at, zone);
  const hour = (at - timeOf(day, 0, zone)) / HOUR;
  if (hour >= WORKS.from && hour < WORKS.to) return at;
  return timeOf(hour < WORKS.from ? day : day + 1, WORKS.from + random(), zone);
}
