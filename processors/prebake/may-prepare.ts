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

/** The gate as it stands at an event: its rules are asked once for all items of one channel and purpose. */
export interface PrebakeGate {
  /** Whether it may be made. Notes for a person's own call are never sent: what a call rests on is that person's to know. */
  mayPrepare(item: MenuItem): boolean;
  /** Whether what was made may still be shown: nothing that stands has come to forbid it. */
  mayKeep(item: MenuItem): boolean;
}

export function openGate(turn: NextTurn, desk: Desk): PrebakeGate {
  const verdicts = new Map<string, { keep: boolean; consent: boolean }>();
  const verdictOn = (item: MenuItem) => {
    const kind = `${channelOf(item, turn.state)}/${purposeOf(item.type)}`;
    let verdict = verdicts.get(kind);
    if (!verdict) {
      const question = questionOf(turn, item, desk);
      verdict = { keep: isAllowed(question), consent: !noConsent(question) };
      verdicts.set(kind, verdict);
    }
    return verdict;
  };
  return {
    mayPrepare(item) {
      const { keep, consent } = verdictOn(item);
      return keep && (item.kind === 'call_sheet' || consent);
    },
    mayKeep: (item) => verdictOn(item).keep,
  };
}

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
