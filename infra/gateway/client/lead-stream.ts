/**
 * Leads of one topic as they change: by callback, each change at once; by `for await`, at the consumer's pace, the
 * latest of each lead.
 */
import type { Owner, StreamOptions, Topic, Warm } from '../../../schemas/frames.ts';
import type { StreamingInsight } from '../../../schemas/insight.ts';
import type { Connection, DataFrame, ErrorFrame } from './connection.ts';
import { createLatest, type Latest } from './latest.ts';
import { createLeadViews, insightOf, type LeadView } from './lead-views.ts';

/** Topics that tell leads. */
export type LeadsTopic = Extract<Topic, { kind: 'lead' | 'agent' | 'tenant' }>;

/** The gateway refused what was asked; the stream is over. */
export class RefusedError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly fix: string;
  constructor({ code, field, message, fix }: Pick<ErrorFrame, 'code' | 'field' | 'message' | 'fix'>) {
    super(`${message}. ${fix}.`);
    this.name = 'RefusedError';
    this.code = code;
    this.field = field;
    this.fix = fix;
  }
}

/** How a stream began, or began again after a break. */
export interface Opening {
  /** Nothing was missed; otherwise all leads are told anew. */
  recovered: boolean;
  /** Of a lead: the node that works it, and what is warm there, as far as it has said so. */
  owner?: Owner;
  warm?: Warm;
}

export interface LeadStreamOptions extends StreamOptions {
  /** Of snapshots too, with `live` false. */
  onInsight?(insight: StreamingInsight, live: boolean): void;
  /** The lead is known no more: erased, or not among those of a new snapshot. */
  onForget?(lead: string): void;
  onOpen?(opening: Opening): void;
  onError?(error: RefusedError): void;
}

/** Iterating begins with every lead that is known, and ends with {@link close}; it throws when the gateway refuses. */
export interface LeadStream extends AsyncIterable<StreamingInsight> {
  /** As it is now, as far as is known here. */
  get(lead: string): StreamingInsight | undefined;
  all(): Iterable<StreamingInsight>;
  close(): void;
}

export interface StreamDeps {
  connection: Connection;
  fetchLead(lead: string): Promise<StreamingInsight | null>;
  /** Called once, when it is over. */
  onEnd(): void;
}

export interface RunningStream extends LeadStream {
  /** Ends it with what every reader then throws. */
  fail(error: RefusedError): void;
}

export function openLeadStream(
  topic: LeadsTopic,
  { onInsight, onForget, onOpen, onError, ...options }: LeadStreamOptions,
  { connection, fetchLead, onEnd }: StreamDeps,
): RunningStream {
  const readers = new Set<Latest>();
  const views = createLeadViews({
    fetchLead,
    onChange(view, live) {
      for (const reader of readers) reader.put(view.lead);
      onInsight?.(full(view), live);
    },
    onForget(lead) {
      for (const reader of readers) reader.drop(lead);
      onForget?.(lead);
    },
  });

  function deliver(frame: DataFrame) {
    if (frame.type === 'delta') views.apply(frame.insight);
    else if (frame.type === 'state') views.put(frame.insight);
    else if (frame.type === 'subscribed') {
      if (!frame.recovered) views.replace(frame.snapshot ?? []);
      const { recovered, owner, warm } = frame;
      onOpen?.({ recovered, ...(owner && { owner }), ...(warm && { warm }) });
    }
  }

  let over: { error?: RefusedError } | undefined;
  function end(error?: RefusedError) {
    if (over) return;
    over = error ? { error } : {};
    unsubscribe();
    views.close();
    for (const reader of readers) reader.end(error);
    if (error) onError?.(error);
    onEnd();
  }
  const asked = Object.keys(options).length > 0 ? options : undefined;
  const unsubscribe = connection.subscribe(
    topic,
    { deliver, onRefused: (frame) => end(new RefusedError(frame)) },
    asked,
  );

  async function* read(): AsyncGenerator<StreamingInsight> {
    if (over?.error) throw over.error;
    if (over) return;
    const reader = createLatest();
    readers.add(reader);
    for (const { lead } of views.all()) reader.put(lead);
    try {
      for (let lead = await reader.next(); lead !== undefined; lead = await reader.next()) {
        const view = views.get(lead);
        if (view) yield full(view);
      }
    } finally {
      readers.delete(reader);
    }
  }

  return {
    get(lead) {
      const view = views.get(lead);
      return view && full(view);
    },
    *all() {
      for (const view of views.all()) yield full(view);
    },
    [Symbol.asyncIterator]: read,
    close: () => end(),
    fail: end,
  };
}

const fullForms = new WeakMap<LeadView, StreamingInsight>();

/** Made once for a view: many may read it. */
function full(view: LeadView): StreamingInsight {
  const made = fullForms.get(view) ?? insightOf(view);
  fullForms.set(view, made);
  return made;
}
