/** What people decide about competition over HTTP. Who said it and for which brokerage is the token's, never theirs. */
import Type, { type Static } from 'typebox';
import { CompetitorKind } from './competition.ts';
import { At, checker } from './words.ts';

/** Puts an alert off. Whoever has seen it and does nothing about it now says until when. */
export const SnoozeAct = Type.Object({ until: At }, { additionalProperties: false });
export type SnoozeAct = Static<typeof SnoozeAct>;
export const SNOOZE_ACT = checker(SnoozeAct);

const name = Type.String({ minLength: 2, maxLength: 80, description: 'As it was proposed' });

/** A proposed competitor is one: a new one of this kind, or another name of one that is known. */
export const AcceptAct = Type.Object(
  {
    name,
    kind: Type.Optional(CompetitorKind),
    aliasOf: Type.Optional(
      Type.String({ description: 'Id of a competitor in the registry, or known to all' }),
    ),
  },
  { additionalProperties: false },
);
export type AcceptAct = Static<typeof AcceptAct>;
export const ACCEPT_ACT = checker(AcceptAct);

/** It is none: our own people, a partner, a lender. */
export const IgnoreAct = Type.Object({ name }, { additionalProperties: false });
export type IgnoreAct = Static<typeof IgnoreAct>;
export const IGNORE_ACT = checker(IgnoreAct);

/** Where an agent, or whoever answers for the brokerage, hears of critical alerts while no socket is open. */
export const AlertContact = Type.Object(
  {
    sms: Type.Optional(
      Type.String({
        pattern: '^\\+[1-9]\\d{6,14}$',
        description: 'E.164; where given it is used before email',
      }),
    ),
    email: Type.Optional(
      Type.String({ maxLength: 254, pattern: '^[^\\s@<>,;"]+@[^\\s@<>,;"]+\\.[^\\s@<>,;"]+$' }),
    ),
  },
  { additionalProperties: false },
);
export type AlertContact = Static<typeof AlertContact>;
export const ALERT_CONTACT = checker(AlertContact);
