/**
 * Transcripts in the corpus format to LeadEvents. What labels a conversation (its id, segment, intents) stays
 * behind: leads get neutral ids and invented names. The same input gives the same events.
 */
import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import { Activity, type LeadEvent } from '../schemas/lead-event.ts';
import { Channel, checker, type Problem } from '../schemas/words.ts';
import { AGENTS, inventName } from './invented-names.ts';

const minutes = Type.Number({ minimum: 0, description: 'Minutes since `start`' });
export const Transcript = Type.Object({
  lead: Type.String({ minLength: 1 }),
  source: Type.Optional(Type.String()),
  timezone: Type.Optional(Type.String()),
  start: Type.String({ description: 'RFC 3339' }),
  events: Type.Array(
    Type.Union([
      Type.Object({
        at: minutes,
        type: Type.Literal('message'),
        from: Type.Enum(['lead', 'agent']),
        channel: Channel,
        text: Type.String(),
      }),
      Type.Object({
        at: minutes,
        type: Type.Literal('activity'),
        activity: Activity,
        ref: Type.Optional(Type.String()),
      }),
    ]),
    { minItems: 1 },
  ),
  outcome: Type.Optional(
    Type.Object({ result: Type.Enum(['converted', 'lost', 'open']), day: Type.Number({ minimum: 0 }) }),
  ),
});
export type Transcript = Static<typeof Transcript>;
const TRANSCRIPT_CHECKER = checker(Transcript);

export interface ConvertOptions {
  tenant?: string;
  /** Another salt makes other leads of the same conversations. */
  salt?: string;
  /**
   * Moves each conversation by whole days, so that it ends within the day before this time (epoch ms):
   * gaps and hours of the day stay true, nothing lies in the future.
   */
  endsBy?: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A transcript as parsed JSON, or the first thing that is wrong with it. */
export function readTranscript(value: unknown): Transcript | Problem {
  const problem = TRANSCRIPT_CHECKER.check(value);
  if (problem) return problem;
  const conversation = value as Transcript;
  if (!Number.isNaN(Date.parse(conversation.start))) return conversation;
  return { field: 'start', message: 'is not a time', fix: 'Use RFC 3339, e.g. 2025-02-11T09:00:00-05:00' };
}

/** One conversation as LeadEvents in order of time: profile, what happened, and the outcome unless it is open. */
export function convertConversation(conversation: Transcript, options: ConvertOptions = {}): LeadEvent[] {
  const hash = createHash('sha256')
    .update(`${options.salt ?? ''}/${conversation.lead}`)
    .digest();
  const lead = `lead-${hash.toString('hex', 0, 6)}`;
  const agent = AGENTS[hash.readUInt32LE(6) % AGENTS.length]!;
  const start = Date.parse(conversation.start) + wholeDays(conversation, options.endsBy);
  let n = 0;
  const envelope = (minute: number) => ({
    id: `${lead}-${n++}`,
    ...(options.tenant === undefined ? {} : { tenant: options.tenant }),
    lead,
    at: new Date(start + minute * MINUTE).toISOString(),
  });
  const profile: LeadEvent = {
    ...envelope(conversation.events[0]!.at),
    type: 'profile',
    ...(conversation.timezone === undefined ? {} : { timezone: conversation.timezone }),
    ...(conversation.source === undefined ? {} : { source: conversation.source }),
    name: inventName(hash.readUInt32LE(10)),
    agent,
  };
  const happened = conversation.events.map((event): LeadEvent => {
    if (event.type === 'activity') {
      const { activity, ref } = event;
      return { ...envelope(event.at), type: 'activity', activity, ...(ref === undefined ? {} : { ref }) };
    }
    const { from, channel, text } = event;
    return {
      ...envelope(event.at),
      type: 'message',
      from,
      channel,
      text,
      ...(from === 'agent' ? { agent } : {}),
    };
  });
  const result = conversation.outcome?.result ?? 'open';
  if (result === 'open') return [profile, ...happened];
  return [profile, ...happened, { ...envelope(endMinute(conversation)), type: 'outcome', result }];
}

/** The outcome's day is a whole number, so it may fall before the last event of that day. */
function endMinute({ events, outcome }: Transcript): number {
  const last = events.at(-1)!.at;
  return outcome && outcome.result !== 'open' ? Math.max(last, outcome.day * 24 * 60) : last;
}

function wholeDays(conversation: Transcript, endsBy: number | undefined): number {
  if (endsBy === undefined) return 0;
  const end = Date.parse(conversation.start) + endMinute(conversation) * MINUTE;
  return Math.floor((endsBy - end) / DAY) * DAY;
}
