/** On what ground something may be sent at all: denied by default. */
import type { ActionReceipt } from '../../../schemas/nurture.ts';
import { iso } from '../../round.ts';
import type { GateQuestion, Rule } from '../gate-question.ts';

const DAY = 86_400_000;
/**
 * How long a showing or an offer is ground for writing about it: 18 months, as an established business relationship
 * lasts by 47 CFR 64.1200(f)(5).
 */
const TRANSACTION_DAYS = 548;

/**
 * Marketing needs consent given for the channel or for all, with its words or its source as evidence. A reply may rest
 * on the lead's own message on the same channel, while that is fresh; service on what the lead booked or offered.
 */
export function consentBasis(question: GateQuestion): ActionReceipt['consent'] | undefined {
  return express(question) ?? inquiry(question) ?? transaction(question);
}

function express({ consent, action: { channel } }: GateQuestion): ActionReceipt['consent'] | undefined {
  const word = consent[channel] ?? consent.all;
  if (!word?.given || !(word.text || word.source)) return undefined;
  return {
    basis: 'express',
    ...(word.text && { text: word.text }),
    ...(word.source && { source: word.source }),
    since: iso(word.at),
  };
}

function inquiry({ at, nurture, settings, action }: GateQuestion): ActionReceipt['consent'] | undefined {
  const heard = nurture.heard[action.channel];
  if (action.purpose !== 'reply' || heard === undefined) return undefined;
  if (at - heard >= settings.inquiryDays * DAY) return undefined;
  return { basis: 'inquiry', source: action.channel, since: iso(heard) };
}

function transaction({ at, nurture, action }: GateQuestion): ActionReceipt['consent'] | undefined {
  const since = nurture.transactionAt;
  if (action.purpose !== 'service' || since === 0 || at - since >= TRANSACTION_DAYS * DAY) return undefined;
  return { basis: 'transaction', since: iso(since) };
}

const WANTED = {
  marketing: 'no consent to it is on record, with its words or its source',
  reply: 'the lead wrote nothing on it lately, and no consent is on record',
  service: 'the lead booked and offered nothing, and no consent is on record',
};

export const noConsent: Rule = (question) => {
  if (consentBasis(question)) return undefined;
  const { channel, purpose } = question.action;
  return { rule: 'no-consent', why: `${channel}: ${WANTED[purpose]}` };
};
