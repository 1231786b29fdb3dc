/** Conversations of a few neutral words, to be told at one time and at another. */
import type { FeatureEvent, Judges } from '../../../../models/judges.ts';
import { SEGMENTS, type Segment } from '../../../../schemas/segments.ts';

/** What lead (>) and agent (<) say in turn; nothing in it tells of the clock. */
export const TALKS: readonly (readonly string[])[] = [
  [
    '> Hi, I saw the house on Alder Street. Is it still available?',
    '< It is. Would you like the details?',
    '> Yes please, and how old is the roof?',
    '< The roof is from 2014.',
    '> Good to know. What are the taxes like?',
    '< About 4,200 a year.',
    '> ok thanks, I will have a look at the pictures again',
  ],
  [
    '> hello, looking at your listing with the blue door. does it have a garage',
    '< It does, for one car.',
    '> nice. and the kitchen is it original or redone',
    '< Redone in 2018.',
    '> I like it. can you send me the floor plan',
    '< Sent just now.',
    '> got it, the layout works',
  ],
  [
    '> Good to meet you. We would like three bedrooms and a yard.',
    '< There are four like that. I have sent them over.',
    '> The second one looks best. Is the basement finished?',
    '< Half of it is.',
    '> And the heating, gas or electric?',
    '< Gas, a new furnace.',
    '> That is fine with us. What else is nearby?',
  ],
  [
    '> is 118 Larch taken yet',
    '< Not yet.',
    '> how big is the lot',
    '< A quarter of an acre.',
    '> any hoa',
    '< None.',
    '> cool, tell me more about the neighborhood',
  ],
];

const MINUTE = 60_000;
const ZONE = 'America/Chicago';

/** @param times of each message, local wall clock of Chicago in winter, as `2026-01-14T13:05` */
export function segmentsAfter(
  { readText, features, intents, segments }: Judges,
  talk: readonly string[],
  times: readonly string[],
): Record<Segment, number> {
  const instants = times.map((time) => Date.parse(`${time}:00-06:00`));
  let state = features.observe(features.initial(), {
    ...{ at: instants[0]! - MINUTE, kind: 'profile', source: 'website', timezone: ZONE },
  });
  let memory = segments.initial();
  talk.forEach((line, i) => {
    const at = instants[i]!;
    const from = line.startsWith('>') ? 'lead' : 'agent';
    const reading = readText(line.slice(2), at, ZONE);
    memory = segments.observe(memory, reading, from);
    const event: FeatureEvent = { at, kind: 'message', from, channel: 'sms', timezone: ZONE };
    const read = { ...event, reading, intents: intents.predict([reading])[0]! };
    state = features.observe(state, from === 'lead' ? read : event);
  });
  const p = segments.predict([{ memory, features: features.vector(state, instants.at(-1)!) }])[0]!;
  return Object.fromEntries(SEGMENTS.map((id, k) => [id, p[k]!])) as Record<Segment, number>;
}
