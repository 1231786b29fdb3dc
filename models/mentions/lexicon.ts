/**
 * The baseline: names by the registry, and nouns by one rule. A person or company of the trade is a competitor where one
 * of the words before says that it is another's, a former or somebody's; a site is one where it says something.
 */
import type { CompetitorKind } from '../../schemas/competition.ts';
import { readText } from '../features/read-text.ts';
import type { CompetitorIndex } from '../judges.ts';
import { findCandidates } from './find-candidates.ts';
import { readMessage } from './message.ts';
import { classesOf, stem } from './words.ts';

const KIND_OF: Record<string, CompetitorKind> = {};
const set = (kind: CompetitorKind, words: string): void => {
  for (const word of words.split(' ')) KIND_OF[word] = kind;
};
set('agent', 'agent agents realtor realtors broker brokers agente agentes someone somebody');
set('brokerage', 'brokerage brokerages agency firm firms team teams outfit competitor inmobiliaria');
set('portal', 'app site sites website portal estimate');
set('ibuyer', 'ibuyer investor investors wholesaler');

const OTHERS = classesOf('another') & classesOf('different');
const FORMER = classesOf('former') & classesOf('previous');
const SAYS = classesOf('says') & classesOf('told');
/** Tokens looked at before a noun. */
const BEFORE = 2;

interface LexiconMention {
  kind: CompetitorKind;
  name: string;
  competitor?: string;
}

/** Always the commonest stance. */
export function lexiconMentions(text: string, index: CompetitorIndex) {
  const message = readMessage(readText(text, 0, undefined), text);
  const found = findCandidates(message, index).flatMap(({ source, from, to, alias }): LexiconMention[] => {
    if (alias !== undefined) {
      const { id, kind, name } = alias.competitor;
      return source === 'known' ? [{ kind, name, competitor: id }] : [];
    }
    const kind = KIND_OF[stem(message.tokens[from]!)];
    if (source === 'name' || kind === undefined) return [];
    let before = 0;
    for (let k = 1; k <= BEFORE; k++) before |= message.classes[from - k] ?? 0;
    const says = (message.classes[to] ?? 0) & SAYS;
    const isOne = kind === 'portal' ? says !== 0 : (before & (OTHERS | FORMER)) !== 0;
    return isOne ? [{ kind, name: '' }] : [];
  });
  const once = new Map(found.map((mention) => [`${mention.kind} ${mention.name}`, mention]));
  return [...once.values()].map((mention) => ({ ...mention, stance: 'comparing' as const, switching: 0 }));
}
