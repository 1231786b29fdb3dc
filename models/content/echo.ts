/** Phrases that say the same word again: "we can pick up where you like. Should we pick up again?" reads badly. */
import { COMMON, type Said, TYPE_BANKS, type TypeBank } from './bank.ts';
import type { BankLanguage, ContentRequest } from './request.ts';

/** Words are told apart by their beginnings, so that "looking" repeats "look"; short ones carry nothing. */
const STEM = 5;
/** A word in so many of a type's phrases is what the type is about: it may return. */
const TOPIC_SHARE = 0.15;

const stems = new Map<string, ReadonlySet<string>>();

function stemsOf(text: string): ReadonlySet<string> {
  const known = stems.get(text);
  if (known) return known;
  const words =
    text
      .toLowerCase()
      .replace(/\{\w+\}/g, ' ')
      .match(/\p{L}{5,}/gu) ?? [];
  const made = new Set(words.map((word) => word.slice(0, STEM)));
  stems.set(text, made);
  return made;
}

const topics = new Map<string, ReadonlySet<string>>();

/** What the phrases of a type keep coming back to, and what every offer of material says. */
function topicsOf({ type, language }: ContentRequest): ReadonlySet<string> {
  const key = `${type}/${language}`;
  const known = topics.get(key);
  if (known) return known;
  const made = new Set([...common(phrasesOf(TYPE_BANKS[type]), language), ...common(COMMON.angle, language)]);
  topics.set(key, made);
  return made;
}

const phrasesOf = ({ opener, core, ask }: TypeBank): Said[] => [...opener, ...core, ...ask];

function common(phrases: readonly Said[], language: BankLanguage): string[] {
  const all = phrases.flatMap((phrase) => [...stemsOf(phrase[language])]);
  return [...new Set(all)].filter(
    (stem) => all.filter((other) => other === stem).length >= TOPIC_SHARE * phrases.length,
  );
}

/** How many words of `added` were said before it, or by another of it. */
export function echoes(request: ContentRequest, said: readonly Said[], added: readonly Said[]): number {
  const { language } = request;
  const topic = topicsOf(request);
  const heard = new Set(said.flatMap((phrase) => [...stemsOf(phrase[language])]));
  let count = 0;
  for (const phrase of added)
    for (const stem of stemsOf(phrase[language])) {
      if (heard.has(stem) && !topic.has(stem)) count++;
      heard.add(stem);
    }
  return count;
}
