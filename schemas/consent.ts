/** Consent: what a lead allows and since when, by channel; told by profiles, ended by what the lead itself says. */
import Type, { type Static } from 'typebox';
import { Channel, Probability, Time } from './words.ts';

/** `all`: every channel that is not named later; `topics`: lists and newsletters, whichever channel brings them. */
export const CONSENT_OF = ['all', ...Channel.enum, 'topics'] as const;
export type ConsentOf = (typeof CONSENT_OF)[number];

/** An opt-out as one message of the lead says it; the words are in `happening`. */
export const SaidOptOut = Type.Object({
  scope: Type.Enum(['all', 'channel', 'topic']),
  channels: Type.Array(Channel, {
    description: 'Of scope channel: those that end; none where no channel of ours is meant',
  }),
  p: Type.Number({ minimum: 0, maximum: 1, description: 'Probability that consent is revoked' }),
});
export type SaidOptOut = Static<typeof SaidOptOut>;

/** What stands now. */
export const StandingConsent = Type.Object({
  given: Type.Boolean(),
  since: Time,
  text: Type.Optional(Type.String({ description: 'What was agreed to, or said; cut at 200 characters' })),
  p: Type.Optional(Probability),
});

export const Consents = Type.Record(Type.String(), StandingConsent, {
  description: `By ${CONSENT_OF.join(', ')}; a channel without an entry is as \`all\` is. With \`p\`: heard in a message`,
});
export type Consents = Static<typeof Consents>;
