/**
 * Mentions of competitors on messages the model did not learn from: labelled ones out of fold, whole leads left out, then
 * those of leads held out, by the model that is served. A mention is right where one of the same kind and competitor (or
 * name; without a name: none either) is labelled. The baseline is a lexicon.
 */
import { createHash } from 'node:crypto';
import {
  COMPETITOR_KINDS,
  type CompetitorKind,
  type CompetitorRegistry,
  type Mention,
  STANCES,
  type Stance,
} from '../../schemas/competition.ts';
import { readText } from '../features/read-text.ts';
import type { CompetitorIndex } from '../judges.ts';
import { seededRandom } from '../linear/random.ts';
import { competitorIndex } from '../mentions/competitor-index.ts';
import { mentionKey, plainName } from '../mentions/label-lines.ts';
import { lexiconMentions } from '../mentions/lexicon.ts';
import { readMentions } from '../mentions/model.ts';
import type { LabelledMention, MentionLine } from '../mentions/read-lines.ts';
import type { MentionTraining } from '../mentions/train.ts';
import { rounded } from './trainings.ts';

export interface Found {
  precision: number;
  recall: number;
  f1: number;
  mentions: number;
}

export interface MentionFigures {
  lines: number;
  leads: number;
  withMention: number;
  /** SHA-256 of the lines as JSON. */
  sha256: string;
  all: Found & { f1_95: [number, number] };
  perKind: Record<CompetitorKind, Found>;
  /** By what is known of the competitor: a name that is registered, another name, none. */
  perName: Record<'registered' | 'unknown' | 'unnamed', Found>;
  /** Of mentions found: share with the right stance, and that of always saying the commonest. */
  stance: {
    accuracy: number;
    accuracy95: [number, number];
    commonest: number;
    recall: Record<Stance, number>;
  };
  switching: { auc: number; brier: number; rate: number; baseBrier: number };
  /** Messages without a mention in which one is found, of a hundred. */
  falsePer100: number;
}

export interface MentionReport {
  outOfFold: MentionFigures;
  /** The same, had a tenant registered the names that nobody knows. */
  registered: MentionFigures['all'];
  heldOut: MentionFigures;
  lexicon: { outOfFold: Found; heldOut: Found };
}

export interface ReadLine {
  line: MentionLine;
  found: readonly Pick<Mention, 'kind' | 'competitor' | 'name' | 'stance' | 'switching'>[];
}

interface Pair {
  said: LabelledMention;
  found: ReadLine['found'][number];
}

const SAMPLES = 1000;
const SEED = 20_261_204;

const keyOf = ({
  kind,
  competitor,
  name,
}: {
  kind: CompetitorKind;
  competitor?: string | undefined;
  name: string;
}) => mentionKey({ kind, name, ...(competitor !== undefined && { competitor }) });

/** Mentions rightly found. */
function pairs({ line, found }: ReadLine): Pair[] {
  const said = new Map(line.mentions.map((mention) => [keyOf(mention), mention]));
  return found.flatMap((mention) => {
    const match = said.get(keyOf(mention));
    return match === undefined ? [] : [{ said: match, found: mention }];
  });
}

type Which = (mention: { kind: CompetitorKind; competitor?: string | undefined; name: string }) => boolean;

function tally(read: readonly ReadLine[], which: Which = () => true): Found {
  let [hits, calls, truths] = [0, 0, 0];
  for (const one of read) {
    hits += pairs(one).filter(({ found }) => which(found)).length;
    calls += one.found.filter(which).length;
    truths += one.line.mentions.filter(which).length;
  }
  return {
    precision: rounded(hits / Math.max(1, calls)),
    recall: rounded(hits / Math.max(1, truths)),
    f1: rounded((2 * hits) / Math.max(1, calls + truths)),
    mentions: truths,
  };
}

const accuracy = (matched: readonly Pair[]): number =>
  matched.filter(({ said, found }) => said.stance === found.stance).length / Math.max(1, matched.length);

/** Percentile intervals, whole leads drawn with replacement. */
function intervals(read: readonly ReadLine[]): { f1: [number, number]; stance: [number, number] } {
  const byLead = new Map<string, ReadLine[]>();
  for (const one of read) byLead.set(one.line.lead, [...(byLead.get(one.line.lead) ?? []), one]);
  const leads = [...byLead.values()];
  const random = seededRandom(SEED);
  const [f1, stance]: [number[], number[]] = [[], []];
  for (let sample = 0; sample < SAMPLES; sample++) {
    const drawn = leads.flatMap(() => leads[Math.floor(random() * leads.length)]!);
    f1.push(tally(drawn).f1);
    stance.push(accuracy(drawn.flatMap(pairs)));
  }
  const between = (values: number[]): [number, number] => {
    values.sort((a, b) => a - b);
    return [rounded(values[Math.floor(0.025 * SAMPLES)]!), rounded(values[Math.floor(0.975 * SAMPLES)]!)];
  };
  return { f1: between(f1), stance: between(stance) };
}

function stanceFigures(matched: readonly Pair[], interval: [number, number]): MentionFigures['stance'] {
  const of = (stance: Stance) => matched.filter(({ said }) => said.stance === stance);
  return {
    ...{ accuracy: rounded(accuracy(matched)), accuracy95: interval },
    commonest: rounded(Math.max(...STANCES.map((stance) => of(stance).length)) / Math.max(1, matched.length)),
    recall: Object.fromEntries(
      STANCES.map((stance) => [stance, rounded(accuracy(of(stance)))]),
    ) as MentionFigures['stance']['recall'],
  };
}

function switchingFigures(matched: readonly Pair[]): MentionFigures['switching'] {
  const p = (leaves: number) =>
    matched.filter(({ said }) => said.switching === leaves).map(({ found }) => found.switching);
  const [leave, stay] = [p(1), p(0)];
  let above = 0;
  for (const a of leave) for (const b of stay) above += a > b ? 1 : a === b ? 0.5 : 0;
  const rate = leave.length / Math.max(1, matched.length);
  const squares = matched.reduce((sum, { said, found }) => sum + (found.switching - said.switching) ** 2, 0);
  return {
    auc: rounded(above / Math.max(1, leave.length * stay.length)),
    brier: rounded(squares / Math.max(1, matched.length)),
    rate: rounded(rate),
    baseBrier: rounded(rate * (1 - rate)),
  };
}

export function mentionFigures(read: readonly ReadLine[]): MentionFigures {
  const matched = read.flatMap(pairs);
  const interval = intervals(read);
  const lines = read.map(({ line }) => line);
  const without = read.filter(({ line }) => line.mentions.length === 0);
  return {
    ...{ lines: read.length, leads: new Set(lines.map(({ lead }) => lead)).size },
    withMention: read.length - without.length,
    sha256: createHash('sha256').update(JSON.stringify(lines)).digest('hex'),
    all: { ...tally(read), f1_95: interval.f1 },
    perKind: Object.fromEntries(
      COMPETITOR_KINDS.map((kind) => [kind, tally(read, (mention) => mention.kind === kind)]),
    ) as MentionFigures['perKind'],
    perName: {
      registered: tally(read, ({ competitor }) => competitor !== undefined),
      unknown: tally(read, ({ competitor, name }) => competitor === undefined && name !== ''),
      unnamed: tally(read, ({ name }) => name === ''),
    },
    stance: stanceFigures(matched, interval.stance),
    switching: switchingFigures(matched),
    falsePer100: rounded(
      (100 * without.filter(({ found }) => found.length > 0).length) / Math.max(1, without.length),
    ),
  };
}

/** The registry of a tenant that has been told every name nobody knows. */
export function registryOf(lines: readonly MentionLine[]): CompetitorRegistry {
  const unknown = lines.flatMap(({ mentions }) =>
    mentions.filter(({ competitor, name }) => competitor === undefined && name.length > 1),
  );
  const names = new Map(unknown.map((mention) => [keyOf(mention), mention]));
  const competitors = [...names.values()].map(({ kind, name }, i) => ({
    ...{ id: `registered-${i}`, kind, name: plainName(name), aliases: [] },
  }));
  return { version: 1, competitors, ignored: [] };
}

/** Lines whose unknown names are those of a registry. */
function registerNames(lines: readonly MentionLine[], { competitors }: CompetitorRegistry): MentionLine[] {
  const ids = new Map(competitors.map((one) => [keyOf({ kind: one.kind, name: one.name }), one.id]));
  return lines.map((line) => ({
    ...line,
    mentions: line.mentions.map((mention) => {
      const id = mention.competitor === undefined ? ids.get(keyOf(mention)) : undefined;
      return id === undefined ? mention : { ...mention, competitor: id };
    }),
  }));
}

/** @param heldOut lines of leads that `training` has nothing of */
export function evaluateMentions(training: MentionTraining, heldOut: readonly MentionLine[]): MentionReport {
  const { measured, fit } = training;
  const known = competitorIndex(undefined);
  const read = (
    line: MentionLine,
    excluded: readonly number[],
    index: CompetitorIndex = known,
  ): ReadLine => ({
    ...{ line, found: readMentions(fit(excluded), readText(line.text, 0, undefined), line.text, index) },
  });
  const lines = measured.map(({ line }) => line);
  const registry = registryOf(lines);
  const registered = registerNames(lines, registry).map((line, i) =>
    read(line, [measured[i]!.fold], competitorIndex(registry)),
  );
  const byLexicon = (line: MentionLine): ReadLine => ({ line, found: lexiconMentions(line.text, known) });
  return {
    outOfFold: mentionFigures(measured.map(({ line, fold }) => read(line, [fold]))),
    registered: { ...tally(registered), f1_95: intervals(registered).f1 },
    heldOut: mentionFigures(heldOut.map((line) => read(line, []))),
    lexicon: { outOfFold: tally(lines.map(byLexicon)), heldOut: tally(heldOut.map(byLexicon)) },
  };
}
