/** An outside generator of texts: a port, so that which one it is stays a setting. */

export interface DraftPrompt {
  system: string;
  user: string;
}

export interface Drafted {
  /** Undefined where the generator gave none. */
  subject: string | undefined;
  body: string;
}

export interface Generator {
  /** As drafts name it. */
  model: string;
  /** Rejects when there is no answer in time, or it is no draft. Never asks twice. */
  draft(prompt: DraftPrompt, signal: AbortSignal): Promise<Drafted>;
}
