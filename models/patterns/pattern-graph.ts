/**
 * Patterns as one nondeterministic automaton over kinds of characters (Thompson, CACM 11(6), 1968). It accepts whatever
 * a pattern matches, and more: what is only looked at is not followed, and a kind is many characters.
 */
import { ALPHANUMERIC, ANY, DIGIT, FOREIGN, has, kindOf, SIGN, SPACE, setOf } from './character-kinds.ts';

/** What may be asked of where a match stands, without going on. */
export type Test = 'edge' | 'begins' | 'ends';

export interface Node {
  /** Kinds consumed; 0 where nothing is. */
  set: number;
  /** Asked before going on without consuming. */
  test: Test | undefined;
  next: readonly number[];
  /** Index of the pattern it belongs to. */
  pattern: number;
  /** Whether the pattern has matched here. */
  accepts: boolean;
}

/** From the node to go on with to the one to begin with. */
type Part = (next: number) => number;

const WORD = ALPHANUMERIC | setOf(SIGN);
const OF_ESCAPE: Record<string, number> = {
  ...{ w: WORD, d: setOf(DIGIT), s: setOf(SPACE) | setOf(SIGN) | setOf(FOREIGN), n: setOf(SIGN) },
  ...{ p: ANY, P: ANY, W: ANY, D: ANY, S: ANY },
};

/** Reads the source of one regular expression with the flag u into nodes; throws on what patterns here do not use. */
class Reader {
  private at = 0;
  private readonly nodes: Node[];
  private readonly source: string;
  private readonly pattern: number;

  constructor(nodes: Node[], source: string, pattern: number) {
    this.nodes = nodes;
    this.source = source;
    this.pattern = pattern;
  }

  /** The node where matches begin. */
  read(): number {
    const whole = this.alternatives();
    if (this.at < this.source.length) throw this.unknown();
    return whole(this.add({ accepts: true }));
  }

  private add({ set = 0, test, next = [], accepts = false }: Partial<Node>): number {
    return this.nodes.push({ set, test, next, pattern: this.pattern, accepts }) - 1;
  }

  private unknown(): Error {
    return new Error(`Not understood at ${this.at} of the pattern ${this.source}`);
  }

  private take(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private alternatives(): Part {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    if (parts.length === 1) return parts[0]!;
    return (next) => this.add({ next: parts.map((part) => part(next)) });
  }

  private sequence(): Part {
    const parts: Part[] = [];
    while (this.at < this.source.length && !'|)'.includes(this.source[this.at]!)) parts.push(this.repeated());
    return (next) => parts.reduceRight((known, part) => part(known), next);
  }

  private repeated(): Part {
    const part = this.atom();
    const found = /^(?:([?*+])|\{(\d+)(,)?(\d+)?\})\??/.exec(this.source.slice(this.at));
    if (!found) return part;
    const [all, sign, from, open, to] = found;
    this.at += all.length;
    const least = sign === undefined ? Number(from) : sign === '+' ? 1 : 0;
    const most = sign === undefined ? (open ? Number(to ?? Infinity) : least) : sign === '?' ? 1 : Infinity;
    return (next) => {
      let begin = most === Infinity ? this.loop(part, next) : next;
      for (let i = least; i < most && most < Infinity; i++) begin = this.add({ next: [part(begin), next] });
      for (let i = 0; i < least; i++) begin = part(begin);
      return begin;
    };
  }

  private loop(part: Part, next: number): number {
    const again: number[] = [next];
    const begin = this.add({ next: again });
    again.push(part(begin));
    return begin;
  }

  private atom(): Part {
    if (this.take('(?![\\p{L}\\p{N}])')) return this.test('ends');
    if (this.take('(?<![\\p{L}\\p{N}])') || this.take('^')) return this.test('begins');
    if (this.take('\\b')) return this.test('edge');
    if (this.take('(')) return this.group();
    if (this.take('$')) return (next) => next;
    const set = this.take('[') ? this.set() : this.take('.') ? ANY : this.character();
    return (next) => this.add({ set, next: [next] });
  }

  private test(test: Test): Part {
    return (next) => this.add({ test, next: [next] });
  }

  /** What is looked at is read over. */
  private group(): Part {
    const look = /^\?<?[=!]/.exec(this.source.slice(this.at));
    if (look) this.at += look[0].length;
    else if (!this.take('?:') && this.source[this.at] === '?') throw this.unknown();
    const inside = this.alternatives();
    if (!this.take(')')) throw this.unknown();
    return look ? (next) => next : inside;
  }

  /** The kinds of one character or escape. */
  private character(): number {
    if (!this.take('\\')) return setOf(kindOf(this.source.charCodeAt(this.at++)));
    const escaped = this.source[this.at++]!;
    if (escaped === 'p' || escaped === 'P') this.at = this.source.indexOf('}', this.at) + 1;
    const known = OF_ESCAPE[escaped] ?? setOf(kindOf(escaped.charCodeAt(0)));
    if (OF_ESCAPE[escaped] === undefined && /\w/.test(escaped)) throw this.unknown();
    return known;
  }

  private set(): number {
    const negated = this.take('^');
    let found = 0;
    while (!this.take(']')) {
      const first = this.source.charCodeAt(this.at);
      found |= this.character();
      if (this.source[this.at] !== '-' || this.source[this.at + 1] === ']') continue;
      const last = this.source.charCodeAt(this.at + 1);
      this.at += 2;
      for (let code = first; code <= last; code++) found |= setOf(kindOf(code));
    }
    return negated ? ANY : found;
  }
}

export interface PatternGraph {
  nodes: readonly Node[];
  /** Where matches of each pattern begin. */
  begin: readonly number[];
}

/** @param sources of regular expressions with the flag u and no other but g */
export function patternGraph(sources: readonly string[]): PatternGraph {
  const nodes: Node[] = [];
  const begin = sources.map((source, pattern) => new Reader(nodes, source, pattern).read());
  return { nodes, begin };
}

/** Whether matches may begin within a word, or be empty. */
export function beginsAnywhere({ nodes, begin }: PatternGraph, pattern: number): boolean {
  const seen = new Set<number>();
  const search = (at: number, isEdge: boolean): boolean => {
    const node = nodes[at]!;
    const key = at * 2 + (isEdge ? 1 : 0);
    if (seen.has(key)) return false;
    seen.add(key);
    if (node.accepts) return true;
    if (node.set !== 0) return !isEdge && (node.set & ALPHANUMERIC) !== 0;
    // Before letters and digits an edge of a word is where it begins.
    return node.next.some((next) => search(next, isEdge || node.test !== undefined));
  };
  return search(begin[pattern]!, false);
}

/** Whether a test may pass between two kinds; `before` is undefined where a match begins. */
export function mayPass(test: Test, before: number | undefined, after: number): boolean {
  if (test === 'ends') return !has(ALPHANUMERIC, after);
  if (before === undefined) return true;
  if (test === 'begins') return !has(ALPHANUMERIC, before);
  if (before === SIGN || after === SIGN) return true;
  return has(ALPHANUMERIC, before) !== has(ALPHANUMERIC, after);
}
