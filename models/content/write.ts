/** Writes a choice of phrases in the form of a channel. */
import { COMMON, type Fragment, TYPE_BANKS } from './bank.ts';
import type { Choice } from './choose.ts';
import { eligible, toldSlots } from './eligible.ts';
import type { Facts } from './facts.ts';
import { continued, fill } from './fill.ts';
import type { ContentRequest } from './request.ts';

type Phrase = keyof typeof COMMON.phrases;

/** One text being written: its request, what may be said, what was chosen. */
export interface Draft {
  request: ContentRequest;
  facts: Facts;
  choice: Choice;
}

const phrase = (name: Phrase, { request, facts }: Draft): string =>
  fill(COMMON.phrases[name][request.language], facts.slots);

/** What the lead reads of a fragment. */
export const say = (fragment: Fragment, { request, facts }: Draft): string =>
  fill(fragment[request.language], facts.slots);

/** The offer of material, whole. */
export function sayAngle({ request, facts, choice }: Draft): string | undefined {
  const { angle, offer } = choice.extra;
  if (!angle || !offer) return undefined;
  return fill(angle[request.language], { ...facts.slots, offer: offer[request.language] });
}

/** Who writes, where that is to be said: in the first message, and where a machine must say that it is one. */
function introduction({ request }: Draft): Phrase | undefined {
  if (request.touches === 0) return request.disclose ? 'automatedIdentity' : 'identity';
  return request.disclose ? 'automated' : undefined;
}

/** One paragraph for a telephone or a chat window. The first says how to stop, where the channel is a list. */
export function writeShort(draft: Draft): string {
  const { request, facts, choice } = draft;
  const { language, channel, touches } = request;
  const introduced = introduction(draft);
  const [first, ...rest] = [
    ...(introduced ? [COMMON.phrases[introduced]] : []),
    ...(choice.opener ? [choice.opener] : []),
    ...choice.core.fragments,
  ];
  const hello = phrase(facts.slots.firstName ? 'hello' : 'helloAll', draft);
  const lines = [hello + continued(first![language], facts.slots), ...rest.map((part) => say(part, draft))];
  const stop = touches === 0 && channel !== 'webchat' ? phrase('stop', draft) : undefined;
  const closer = choice.extra.closer && say(choice.extra.closer, draft);
  return [...lines, sayAngle(draft), say(choice.ask, draft), closer, stop].filter(Boolean).join(' ');
}

/** Paragraphs, signature, postal address and how to stop (CAN-SPAM, 15 U.S.C. § 7704(a)(5)). */
export function writeMail(draft: Draft): string {
  const { choice } = draft;
  const { slots } = draft.facts;
  const introduced = introduction(draft);
  const opening = [introduced && phrase(introduced, draft), choice.opener && say(choice.opener, draft)];
  const core = coreOf(choice).map((fragment) => say(fragment, draft));
  const closing = [say(choice.ask, draft), choice.extra.closer && say(choice.extra.closer, draft)];
  return [
    phrase(slots.firstName ? 'helloLine' : 'helloAllLine', draft),
    opening.filter(Boolean).join(' '),
    core.join(' '),
    ...details(draft).map((fragment) => say(fragment, draft)),
    sayAngle(draft),
    closing.filter(Boolean).join(' '),
    [phrase('signature', draft), slots.postalAddress].filter(Boolean).join('\n'),
    phrase('stopMail', draft),
  ]
    .filter(Boolean)
    .join('\n\n');
}

/** What the text is about: the core, and what goes with it. */
export const coreOf = ({ core, extra }: Choice): Fragment[] => [
  ...core.fragments,
  ...(extra.more ? [extra.more] : []),
];

/** A paragraph of figures has to tell so much that the core does not. */
const WORTH_A_PARAGRAPH = 2;

/** Paragraphs of figures, where there is room. */
export function details({ request, facts, choice }: Draft): Fragment[] {
  const told = toldSlots(coreOf(choice));
  const isWorth = (fragment: Fragment): boolean =>
    toldSlots([fragment]).filter((slot) => !told.includes(slot)).length >= WORTH_A_PARAGRAPH;
  return eligible(TYPE_BANKS[request.type].detail ?? [], facts).filter(isWorth);
}
