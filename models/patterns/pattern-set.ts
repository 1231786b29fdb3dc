/**
 * Many patterns over one text, most of which do not match. One walk over the text tells which may, those alone are run:
 * what is found is what each by itself would find. The walk is by a deterministic automaton whose states are made when
 * a text first needs them (Cox, Regular Expression Matching in the Wild, 2010).
 */
import { DIGIT, END, FOREIGN, has, KINDS, kindOf, SIGN, SPACE } from './character-kinds.ts';
import { beginsAnywhere, mayPass, type PatternGraph, patternGraph } from './pattern-graph.ts';

const BITS = 32;
/** Characters walked from one beginning: who has not failed by then is run. Longer walks need many more states. */
const LONGEST = 16;
/** States at most: what would need more is run. */
const MOST_STATES = 0x4000;
/** Transitions: not made yet, and nothing goes on. */
const UNMADE = 0;
const DEAD = 1;
/** The state of every beginning. */
const BEGINNING = 2;

const byNumber = (a: number, b: number): number => a - b;

interface State {
  /** Nodes to go on from, in order. */
  nodes: readonly number[];
  /** Kind of the character before; undefined at a beginning. */
  before: number | undefined;
}

export class PatternSet {
  readonly patterns: readonly RegExp[];
  private readonly graph: PatternGraph;
  private readonly words: number;
  private readonly states: State[] = [];
  private readonly stateOf = new Map<string, number>();
  /** State × kind → state. */
  private transitions = new Uint16Array(256 * KINDS);
  /** State → patterns that have matched, and those that may still, as bits. */
  private matched: Int32Array;
  private open: Int32Array;
  private readonly always: Int32Array;
  private readonly may: Int32Array;
  /** Node → the latest step that came by. */
  private readonly seen: Int32Array;
  private steps = 0;
  private kinds = new Uint8Array(1024);
  /** The text that `may` is of. */
  private looked: string | undefined;

  /** @param sources of regular expressions; throws where they use what pattern-graph.ts does not know */
  constructor(sources: readonly string[], flags: 'u' | 'gu' = 'u') {
    this.patterns = sources.map((source) => new RegExp(source, flags));
    this.graph = patternGraph(sources);
    this.seen = new Int32Array(this.graph.nodes.length);
    this.words = Math.ceil(sources.length / BITS);
    this.matched = new Int32Array(256 * this.words);
    this.open = new Int32Array(256 * this.words);
    this.may = new Int32Array(this.words);
    this.always = new Int32Array(this.words);
    const { begin } = this.graph;
    const bound = begin.filter((_, pattern) => !beginsAnywhere(this.graph, pattern));
    begin.forEach((node, pattern) => {
      if (!bound.includes(node)) setBit(this.always, 0, pattern);
    });
    // UNMADE and DEAD have no nodes.
    for (const nodes of [[], [], bound]) this.states.push({ nodes, before: undefined });
  }

  /** Indexes of the patterns from `from` up to `to` that match, ascending. Never throws on a text. */
  find(text: string, from = 0, to = this.patterns.length): number[] {
    this.look(text);
    const found: number[] = [];
    for (let pattern = from; pattern < to; pattern++)
      if (this.mayMatch(pattern) && this.patterns[pattern]!.test(text)) found.push(pattern);
    return found;
  }

  /** Whether a pattern may match the text last looked at; false is sure. */
  mayMatch(pattern: number): boolean {
    return (this.may[pattern >> 5]! & (1 << (pattern & 31))) !== 0;
  }

  /** Walks from wherever a match may begin: from every character but those within words. */
  look(text: string): void {
    if (text === this.looked) return;
    this.looked = text;
    this.may.set(this.always);
    const { length } = text;
    if (this.kinds.length <= length) this.kinds = new Uint8Array(length * 2);
    const { kinds } = this;
    for (let i = 0; i < length; i++) kinds[i] = kindOf(text.charCodeAt(i));
    kinds[length] = END;
    for (let i = 0; i < length; i++) {
      if (i === 0 || kinds[i]! >= SPACE || kinds[i - 1]! >= SPACE)
        this.walk(i, Math.min(length, i + LONGEST));
    }
  }

  private walk(start: number, last: number): void {
    const { kinds, words, may } = this;
    let state = BEGINNING;
    for (let i = start; i <= last; i++) {
      let next = this.transitions[state * KINDS + kinds[i]!]!;
      if (next === UNMADE) next = this.make(state, kinds[i]!);
      if (next === DEAD) return;
      if (next === UNMADE) break;
      state = next;
      for (let word = 0; word < words; word++) may[word]! |= this.matched[state * words + word]!;
    }
    for (let word = 0; word < words; word++) may[word]! |= this.open[state * words + word]!;
  }

  /** The state after `kind`; UNMADE where there are too many. */
  private make(state: number, kind: number): number {
    if (this.states.length === MOST_STATES) return UNMADE;
    const { nodes, matched } = this.step(this.states[state]!, kind);
    // All that a test may ask of it later.
    const before = kind === SIGN ? SIGN : Math.min(SPACE, Math.max(DIGIT, kind));
    const key = `${nodes} ${before} ${matched}`;
    let next = nodes.length + matched.length === 0 ? DEAD : this.stateOf.get(key);
    if (next === undefined) {
      next = this.states.push({ nodes, before }) - 1;
      this.stateOf.set(key, next);
      if (next * KINDS === this.transitions.length) this.grow();
      for (const pattern of matched) setBit(this.matched, next * this.words, pattern);
      for (const node of nodes) setBit(this.open, next * this.words, this.graph.nodes[node]!.pattern);
    }
    this.transitions[state * KINDS + kind] = next;
    return next;
  }

  /** Nodes after `kind`, of patterns that have not matched before it, and those that have. */
  private step({ nodes: from, before }: State, kind: number): { nodes: number[]; matched: number[] } {
    const { nodes } = this.graph;
    const { seen } = this;
    const now = ++this.steps;
    const after: number[] = [];
    const matched: number[] = [];
    const waiting = [...from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen[at] === now) continue;
      seen[at] = now;
      const { set, test, next, pattern, accepts } = nodes[at]!;
      if (accepts) matched.push(pattern);
      else if (set === 0) {
        if (test === undefined || mayPass(test, before, kind)) waiting.push(...next);
      } else if (has(set, kind)) {
        after.push(next[0]!);
        // Half of a character of two code units.
        if (kind === FOREIGN) after.push(at);
      }
    }
    const open = new Set(after.filter((at) => !matched.includes(nodes[at]!.pattern)));
    return { nodes: [...open].sort(byNumber), matched: matched.sort(byNumber) };
  }

  private grow(): void {
    const transitions = new Uint16Array(this.transitions.length * 2);
    transitions.set(this.transitions);
    const [matched, open] = [this.matched, this.open].map((old) => {
      const more = new Int32Array(old.length * 2);
      more.set(old);
      return more;
    });
    [this.transitions, this.matched, this.open] = [transitions, matched!, open!];
  }
}

function setBit(bits: Int32Array, from: number, at: number): void {
  bits[from + (at >> 5)]! |= 1 << (at & 31);
}
