/** Talking points for the agent's own call or voicemail; nothing of it is ever sent. */
import { COMMON, TYPE_BANKS } from './bank.ts';
import { fill } from './fill.ts';
import type { Fact } from './request.ts';
import { dateOf } from './say.ts';
import { coreOf, type Draft, say, sayAngle } from './write.ts';

type Line = keyof typeof COMMON.sheet;

export function writeCallSheet(draft: Draft, facts: readonly Fact[]): string {
  const { request, facts: known, choice } = draft;
  const { language, channel } = request;
  const line = (name: Line, slots: Record<string, string>): string =>
    fill(COMMON.sheet[name][language], slots);
  const text = (name: Line, value: string | undefined): string[] =>
    value ? [line(name, { text: value })] : [];
  const angle = sayAngle(draft);
  const tone = known.approach && COMMON.hints[known.approach][language];
  const points = [
    line('who', { who: whoOf(draft) }),
    line('introduce', known.slots),
    ...text('open', choice.opener && say(choice.opener, draft)),
    ...coreOf(choice).flatMap((fragment) => text('say', say(fragment, draft))),
    ...facts.flatMap((fact) => text('fact', datedFact(fact, draft))),
    ...text('offer', angle),
    ...text('ask', say(choice.ask, draft)),
    ...text('close', choice.extra.closer && say(choice.extra.closer, draft)),
    ...text('tone', tone),
    line('limits', {}),
  ];
  const title = line(channel === 'voicemail' ? 'voicemail' : 'title', {
    goal: TYPE_BANKS[request.type].goal[language],
  });
  return [title, ...points.map((point) => `- ${point}`)].join('\n');
}

function whoOf({ request, facts: { slots, side } }: Draft): string {
  const { language } = request;
  const { sheet } = COMMON;
  return [
    slots.firstName ?? sheet.unnamed[language],
    side && sheet[side][language],
    slots.area,
    slots.budget && fill(sheet.budget[language], slots),
  ]
    .filter(Boolean)
    .join(', ');
}

const datedFact = ({ text, at }: Fact, { request }: Draft): string =>
  at === undefined ? text : `${text} (${dateOf(at, request.timezone, request.language)})`;
