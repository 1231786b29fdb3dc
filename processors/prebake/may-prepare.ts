/** The gate's rules on what is prepared: those that stand, whoever sends it. Waiting and approval are asked at sending. */
import type { MenuItem } from '../../models/prebake/menu.ts';
import { purposeOf } from '../../schemas/nurture.ts';
import type { Channel } from '../../schemas/words.ts';
import type { GateQuestion, Rule } from '../gate/gate-question.ts';
import { noConsent } from '../gate/rules/consent-basis.ts';
import {
  closed,
  doNotContact,
  heldOut,
  killSwitch,
  optedOut,
  suppressedAddress,
} from '../gate/rules/standing.ts';
import { isEnded } from '../keep-consent.ts';
import type { Desk } from '../nurture/follow-up-turn.ts';
import type { NextTurn } from '../turn.ts';
import { replyChannel } from './reply-channel.ts';

const STANDING: readonly Rule[] = [killSwitch, closed, optedOut, doNotContact, suppressedAddress, heldOut];

/** Whether anything may be prepared for the lead. */
export const isOpenTo = ({ status, consent, contact, erased }: NextTurn['state']): boolean =>
  !erased && status === 'open' && !contact.doNotContact && !isEnded(consent, 'all');

export const channelOf = (item: MenuItem, { nurture }: NextTurn['state']): Channel =>
  item.kind === 'call_sheet' ? 'call' : replyChannel(nurture);

/** Whether it may be made. Notes for a person's own call are never sent: what a call rests on is that person's to know. */
export function mayPrepare(turn: NextTurn, item: MenuItem, desk: Desk): boolean {
  const question = questionOf(turn, item, desk);
  return isAllowed(question) && (item.kind === 'call_sheet' || !noConsent(question));
}

/** Whether what was made may still be shown: nothing that stands has come to forbid it. */
export const mayKeep = (turn: NextTurn, item: MenuItem, desk: Desk): boolean =>
  isAllowed(questionOf(turn, item, desk));

const isAllowed = (question: GateQuestion): boolean => !STANDING.some((rule) => rule(question));

function questionOf({ state, receivedAt }: NextTurn, item: MenuItem, { settings }: Desk): GateQuestion {
  const { contact, consent, status, nurture } = state;
  return {
    ...{ at: receivedAt, contact, consent, status, nurture, settings, phase: 'deciding' },
    ...{ holdout: nurture.holdout, autonomy: nurture.autonomy, fairHousing: undefined },
    action: {
      ...{ id: item.id, channel: channelOf(item, state), purpose: purposeOf(item.type), type: item.type },
      ...{ text: '', contentHash: '', approvedBy: '', approvedHash: '' },
    },
  };
}
