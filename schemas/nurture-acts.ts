/** What people tell the nurturing engine over HTTP. Who said it and for which brokerage is the token's, never theirs. */
import Type, { type Static } from 'typebox';
import { checker, Id } from './words.ts';

/** A person's word on a draft. `contentHash` is of what that person saw, also where it was edited then. */
export const ApprovalAct = Type.Object(
  {
    action: Id,
    contentHash: Type.String({ minLength: 1, maxLength: 128 }),
    approved: Type.Boolean(),
    subject: Type.Optional(Type.String({ maxLength: 200, description: 'Edited; only with an approval' })),
    body: Type.Optional(
      Type.String({ minLength: 1, maxLength: 4000, description: 'Edited; only with an approval' }),
    ),
    reason: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
);
export type ApprovalAct = Static<typeof ApprovalAct>;
export const APPROVAL_ACT = checker(ApprovalAct);

/** A lead is handed back to the engine. */
export const HandbackAct = Type.Object({
  optOut: Type.Optional(
    Type.Enum(['meant', 'misheard'], {
      description:
        'A word on an opt-out that was heard without being sure. `misheard` brings back what stood before; until then nothing is sent',
    }),
  ),
});
export type HandbackAct = Static<typeof HandbackAct>;
export const HANDBACK_ACT = checker(HandbackAct);

/** The brokerage's kill switch. */
export const StopAct = Type.Object({ stopped: Type.Boolean() }, { additionalProperties: false });
export type StopAct = Static<typeof StopAct>;
export const STOP_ACT = checker(StopAct);
