/** Which mentions found in a line are labelled in it: the same kind and competitor, or name; without a name, none either. */
import type { CompetitorKind, Mention } from '../../schemas/competition.ts';
import { mentionKey } from '../mentions/label-lines.ts';
import type { LabelledMention, MentionLine } from '../mentions/read-lines.ts';

export interface ReadLine {
  line: MentionLine;
  found: readonly Pick<Mention, 'kind' | 'competitor' | 'name' | 'stance' | 'switching'>[];
}

export interface Pair {
  said: LabelledMention;
  found: ReadLine['found'][number];
}

export const keyOf = ({
  kind,
  competitor,
  name,
}: {
  kind: CompetitorKind;
  competitor?: string | undefined;
  name: string;
}) => mentionKey({ kind, name, ...(competitor !== undefined && { competitor }) });

/** Mentions rightly found. */
export function pairs({ line, found }: ReadLine): Pair[] {
  const said = new Map(line.mentions.map((mention) => [keyOf(mention), mention]));
  return found.flatMap((mention) => {
    const match = said.get(keyOf(mention));
    return match === undefined ? [] : [{ said: match, found: mention }];
  });
}
