/** The few hooks every view shares. */

import { createContext } from 'preact';
import { useContext, useEffect, useReducer, useState } from 'preact/hooks';
import type { Scope } from '../../../schemas/limits.ts';
import type { Connection, ConnectionState } from '../client/connection.ts';
import type { Api } from './api.ts';
import type { CompetitionApi } from './competition-api.ts';
import type { NurtureApi } from './nurture-api.ts';
import { type Route, routeOf } from './route.ts';
import type { Alerts } from './store/alerts.ts';
import type { Batch } from './store/frame-batch.ts';
import type { Inbox } from './store/inbox.ts';
import type { Leads } from './store/leads.ts';
import type { Sending } from './store/sending.ts';

/** What the views work with; made once for a token. */
export interface Console {
  api: Api;
  nurture: NurtureApi;
  leads: Leads;
  inbox: Inbox;
  sending: Sending;
  competition: CompetitionApi;
  alerts: Alerts;
  /** Whether the token says that it allows this; the gateway has the last word. */
  may(scope: Scope): boolean;
  connection: Connection;
  state(): ConnectionState;
  notice(): string | undefined;
  /** Whether the list's first snapshot has come. */
  ready(): boolean;
  batch: Batch;
}

export const ConsoleContext = createContext<Console | null>(null);

/** The console, rendering again on the frames in which something changed. */
export function useConsole(): Console {
  const context = useContext(ConsoleContext);
  if (!context) throw new Error('useConsole outside of a ConsoleContext');
  const [, render] = useReducer<number, void>((n) => n + 1, 0);
  const { batch } = context;
  const drawn = batch.touches();
  useEffect(() => {
    // Effects run after the frame: what came in between nobody has listened to yet.
    if (batch.touches() !== drawn) render();
    return batch.listen(() => render());
  }, [batch]);
  return context;
}

/** The time now, in steps of `stepMs`: what shows ages renders again on each. */
export function useNow(stepMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), stepMs);
    return () => clearInterval(timer);
  }, [stepMs]);
  return now;
}

/** Whether `value` has been the same for `ms`: what changes under a finger must not be clicked by it. */
export function useSettled(value: string, ms: number): boolean {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, settled, ms]);
  return settled === value;
}

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const update = () => setMatches(media.matches);
    media.addEventListener('change', update);
    return () => media.removeEventListener('change', update);
  }, [query]);
  return matches;
}

/** What a question was answered, and why the last one was not. */
export interface Answer<T> {
  /** The latest; undefined before the first. */
  value: T | undefined;
  /** When that was answered, epoch ms. */
  at: number;
  /** What went wrong the last time, in the gateway's words. */
  problem: string | undefined;
  /** Asks now. */
  again(): void;
}

/** What `load` gives, asked again every `everyMs`, and at once where `of` changes. A failure leaves what is there. */
export function useAnswer<T>(load: () => Promise<T>, everyMs: number, of: string): Answer<T> {
  const [{ value, at }, setAnswered] = useState<{ value?: T; at: number }>({ at: 0 });
  const [problem, setProblem] = useState<string>();
  const [asked, again] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => {
    let over = false;
    const ask = () =>
      load().then(
        (loaded) => {
          if (over) return;
          setAnswered({ value: loaded, at: Date.now() });
          setProblem(undefined);
        },
        (error: Error) => over || setProblem(error.message),
      );
    void ask();
    const timer = setInterval(ask, everyMs);
    return () => {
      over = true;
      clearInterval(timer);
    };
  }, [of, everyMs, asked]);
  return { value, at, problem, again: () => again() };
}

/** The same where the connection's badge says enough of what fails. */
export const useFetched = <T>(load: () => Promise<T>, everyMs: number, of: string): T | undefined =>
  useAnswer(load, everyMs, of).value;

export function useRoute(): Route {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const update = () => setHash(location.hash);
    addEventListener('hashchange', update);
    return () => removeEventListener('hashchange', update);
  }, []);
  return routeOf(hash);
}
