/** What forbids as the lead and the brokerage stand; waiting opens none of these. */
import type { Channel } from '../../../schemas/words.ts';
import { addressKindOf } from '../../addresses.ts';
import { isEnded } from '../../keep-consent.ts';
import type { Rule } from '../gate-question.ts';
import { parsePhone } from '../parse-phone.ts';

const NEEDS_PHONE: ReadonlySet<Channel> = new Set(['sms', 'whatsapp', 'call', 'voicemail']);

export const killSwitch: Rule = ({ settings }) =>
  settings.stopped ? { rule: 'kill-switch', why: 'The brokerage stopped all sending' } : undefined;

export const closed: Rule = ({ status }) =>
  status === 'converted' || status === 'lost' ? { rule: 'closed', why: `The lead is ${status}` } : undefined;

/** Lists and newsletters are marketing; whoever ended those still gets answers. */
export const optedOut: Rule = ({ status, consent, action: { channel, purpose } }) => {
  if (status === 'opted_out') return { rule: 'opted-out', why: 'The lead opted out' };
  if (isEnded(consent, channel)) return { rule: 'opted-out', why: `The lead ended ${channel}` };
  if (purpose === 'marketing' && consent.topics?.given === false)
    return { rule: 'opted-out', why: 'The lead ended lists and newsletters' };
  return undefined;
};

export const doNotContact: Rule = ({ contact }) =>
  contact.doNotContact ? { rule: 'do-not-contact', why: 'The lead is on a do-not-contact list' } : undefined;

export const suppressedAddress: Rule = ({ nurture, action: { channel } }) => {
  const kind = addressKindOf(channel);
  return kind && nurture.suppressed[kind] > 0
    ? { rule: 'suppressed-address', why: `Another lead opted out with the same ${kind}` }
    : undefined;
};

export const noAddress: Rule = ({ contact: { phone, email }, action: { channel } }) => {
  if (NEEDS_PHONE.has(channel) && !(phone && parsePhone(phone)))
    return {
      rule: 'no-address',
      why: `No telephone number that ${channel} could reach: send one in a profile`,
    };
  if (channel === 'email' && !email?.includes('@'))
    return { rule: 'no-address', why: 'No e-mail address: send one in a profile' };
  return undefined;
};

/** The holdout is what marketing is measured against; who asks something is answered all the same. */
export const heldOut: Rule = ({ holdout, action: { purpose } }) =>
  holdout && purpose === 'marketing'
    ? { rule: 'holdout', why: 'The lead is in the holdout, which gets no marketing' }
    : undefined;

export const autonomyAllows: Rule = ({ phase, autonomy }) =>
  phase === 'sending' && autonomy === 'suggest'
    ? { rule: 'autonomy', why: 'Drafts are only suggested here, never sent' }
    : undefined;

/** An approval is of one content: whatever was changed since is not approved. */
export const approved: Rule = ({ phase, autonomy, action }) => {
  if (phase !== 'sending' || autonomy !== 'approve') return undefined;
  if (action.approvedBy === '') return { rule: 'not-approved', why: 'Nobody approved it' };
  if (action.approvedHash !== action.contentHash)
    return { rule: 'not-approved', why: 'What was approved is not what would be sent' };
  return undefined;
};

export const withPerson: Rule = ({ nurture }) => {
  const { person, escalation, stage, pausedBy } = nurture;
  if (person !== '' || stage === 'with_person')
    return {
      rule: 'with-person',
      why: person === '' ? 'The lead is with a person' : `The lead is with ${person}`,
    };
  if (escalation) return { rule: 'with-person', why: `Waiting for a person: ${escalation.reason}` };
  if (pausedBy !== '' || stage === 'paused')
    return { rule: 'with-person', why: pausedBy === '' ? 'Paused' : `Paused by ${pausedBy}` };
  return undefined;
};

/** Deny by default: what nobody judged is not sent. */
export const fairHousing: Rule = ({ phase, fairHousing: judged }) => {
  if (judged?.label === 'block') return { rule: 'fair-housing', why: judged.why };
  if (!judged && phase === 'sending') return { rule: 'fair-housing', why: 'Nobody judged the text' };
  return undefined;
};

const WHATSAPP_WINDOW = 24 * 3_600_000;

/** WhatsApp's customer service window: 24 h from the lead's message, then approved templates only. */
export const channelWindow: Rule = ({ at, nurture, settings, action: { channel, type } }) => {
  if (channel !== 'whatsapp') return undefined;
  const heard = nurture.heard.whatsapp;
  if (heard !== undefined && at - heard < WHATSAPP_WINDOW) return undefined;
  if (settings.templates[type]) return undefined;
  return {
    rule: 'channel-window',
    why: `WhatsApp's 24 h since the lead wrote are over: approve a template for ${type}`,
  };
};
