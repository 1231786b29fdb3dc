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

export function mayPrepare(turn: NextTurn, item: MenuItem, { settings }: Desk): boolean {
  const { state, receivedAt } = turn;
  const { contact, consent, status, nurture } = state;
  const question: GateQuestion = {
    ...{ at: receivedAt, contact, consent, status, nurture, settings, phase: 'deciding' },
    ...{ holdout: nurture.holdout, autonomy: nurture.autonomy, fairHousing: undefined },
    action: {
      ...{ id: item.id, channel: channelOf(item, state), purpose: purposeOf(item.type), type: item.type },
      ...{ text: '', contentHash: '', approvedBy: '', approvedHash: '' },
    },
  };
  if (STANDING.some((rule) => rule(question))) return false;
  // Notes for a person's own call are never sent: what the call rests on is that person's to know.
  return item.kind === 'call_sheet' || !noConsent(question);
}
