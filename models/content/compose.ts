/**
 * Composes a text to a lead from the phrase bank and from facts, so that it states nothing that is not known. It is
 * chosen by what the lead has not read yet, and by the way it decides. Pure: the same request gives the same text.
 */
import type { Channel } from '../../schemas/words.ts';
import { type Fragment, slotsOf } from './bank.ts';
import { writeCallSheet } from './call-sheet.ts';
import { type Choice, choose, chooseSubject } from './choose.ts';
import { gatherFacts } from './facts.ts';
import { missingFor } from './missing.ts';
import type { Composed, ContentRequest, Fact } from './request.ts';
import { coreOf, type Draft, details, say, writeMail, writeShort } from './write.ts';

export type { Composed, ContentRequest } from './request.ts';

/** Most characters of a text by channel. SMS and WhatsApp: what a telephone shows without unfolding. */
const MOST: Partial<Record<Channel, number>> = { sms: 320, whatsapp: 320, webchat: 400 };

/** The text, or what is missing to write it. Never throws on a request of the declared shape. */
export function compose(request: ContentRequest): Composed {
  const facts = gatherFacts(request);
  const missing = missingFor(request, facts);
  if (missing) return { ok: false, missing };
  const most = MOST[request.channel];
  const fits = (choice: Choice): boolean => bodyOf({ request, facts, choice }).length <= most!;
  const choice = choose(request, facts, most === undefined ? undefined : fits);
  if (!choice) return { ok: false, missing: `sender: with these names no text fits ${most} characters` };
  return finish({ request, facts, choice });
}

function bodyOf(draft: Draft): string {
  const { channel } = draft.request;
  if (channel === 'email') return writeMail(draft);
  return channel === 'call' || channel === 'voicemail'
    ? writeCallSheet(draft, statedFacts(draft))
    : writeShort(draft);
}

function finish(draft: Draft): Composed {
  const { request, facts, choice } = draft;
  const subject = request.channel === 'email' ? chooseSubject(request, facts) : undefined;
  return {
    ok: true,
    subject: subject ? say(subject, draft) : '',
    body: bodyOf(draft),
    callToAction: say(choice.ask, draft),
    variant: choice.variant,
    facts: statedFacts(draft, subject),
  };
}

/** The facts that the text states, each once. */
function statedFacts(draft: Draft, subject?: Fragment): Fact[] {
  const { facts, choice, request } = draft;
  const more = request.channel === 'email' ? details(draft) : [];
  const said = [subject, choice.opener, ...coreOf(choice), ...more, choice.ask];
  const slots = said.flatMap((fragment) => (fragment ? slotsOf(fragment) : []));
  const behind = slots.flatMap((slot) => (slot === 'cut' ? ['price', 'previousPrice'] : [slot]));
  return [...new Set(behind)].flatMap((slot) => facts.facts[slot] ?? []);
}
